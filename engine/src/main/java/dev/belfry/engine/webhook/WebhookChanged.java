package dev.belfry.engine.webhook;

/** The webhook is not in the version that was expected. */
public final class WebhookChanged extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WebhookChanged(String message) {
    super(message);
  }
}
