package dev.belfry.server.http;

/** A request that is answered before any handler sees it; the connection ends with the answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param detail one sentence for the caller; nothing the caller sent is repeated in it
   */
  Refusal(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  static Refusal malformed(String detail) {
    return new Refusal(400, detail);
  }
}
