package dev.belfry.client;

/** An event was not accepted, or nobody can tell whether it was. */
public final class NotAccepted extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  NotAccepted(int status, String message) {
    super(message);
    this.status = status;
  }

  NotAccepted(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /**
   * What the server answered; 0 if no answer came, so that the event may have been accepted all the
   * same. Sending it again, with the same id, is safe.
   */
  public int status() {
    return status;
  }
}
