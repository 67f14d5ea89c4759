package dev.belfry.dialects.json;

/** A value has more bytes than the reader of it allows; it was not read to its end. */
public final class TooLong extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooLong() {
    super("a value is too long", null, false, false);
  }
}
