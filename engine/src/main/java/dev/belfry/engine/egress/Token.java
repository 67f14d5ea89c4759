package dev.belfry.engine.egress;

import java.time.Instant;

/**
 * A token that was given.
 *
 * @param text never shown in {@link #toString}
 * @param until when it must be asked for anew
 */
record Token(String text, Instant until) {

  @Override
  public String toString() {
    return "Token[until=" + until + "]";
  }
}
