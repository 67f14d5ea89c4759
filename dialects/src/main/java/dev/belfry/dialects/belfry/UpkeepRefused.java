package dev.belfry.dialects.belfry;

/** Something that the operator asked for cannot be done; the message tells him why. */
public final class UpkeepRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UpkeepRefused(String message) {
    super(message);
  }
}
