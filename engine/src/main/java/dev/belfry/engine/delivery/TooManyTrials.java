package dev.belfry.engine.delivery;

/** So many webhooks that are not active are being tried out that one more must wait. */
public final class TooManyTrials extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TooManyTrials(String message) {
    super(message);
  }
}
