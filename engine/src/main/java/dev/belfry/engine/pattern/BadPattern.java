package dev.belfry.engine.pattern;

/** A pattern that cannot be taken; the message says why, to follow "the pattern". */
public final class BadPattern extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadPattern(String fault) {
    super(fault, null, false, false);
  }
}
