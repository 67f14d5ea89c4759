package dev.belfry.engine.filter;

import org.jspecify.annotations.Nullable;

/**
 * What a filter says of an event.
 *
 * @param matches whether the event is wanted
 * @param fault why it could not be told, which is no match; null if it could
 */
public record Judgement(boolean matches, @Nullable String fault) {

  static final Judgement YES = new Judgement(true, null);
  static final Judgement BROKEN = failed("does not compile any more");
  static final Judgement NO = new Judgement(false, null);

  static Judgement failed(String fault) {
    return new Judgement(false, fault);
  }
}
