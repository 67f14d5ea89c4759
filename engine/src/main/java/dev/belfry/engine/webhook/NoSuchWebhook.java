package dev.belfry.engine.webhook;

/** The tenant has no webhook of this id. */
public final class NoSuchWebhook extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchWebhook(String message) {
    super(message);
  }
}
