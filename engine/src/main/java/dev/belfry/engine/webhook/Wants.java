package dev.belfry.engine.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events a webhook asks for.
 *
 * @param types none for a webhook that asks for nothing yet
 * @param subject only events about exactly this; null for all
 * @param filter a CEL expression over the event; null for none
 */
public record Wants(List<TypePattern> types, @Nullable String subject, @Nullable String filter) {

  public static final Wants EVERYTHING = new Wants(List.of(TypePattern.ALL), null, null);

  public Wants {
    types = List.copyOf(types);
  }

  public boolean wantsType(String type) {
    for (var pattern : types) {
      if (pattern.matches(type)) {
        return true;
      }
    }
    return false;
  }

  public boolean wantsSubject(@Nullable String of) {
    return subject == null || subject.equals(of);
  }
}
