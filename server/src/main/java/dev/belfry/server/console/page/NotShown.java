package dev.belfry.server.console.page;

/** Thrown where a page turns out not to be there, or not for this person. */
public final class NotShown extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param detail one sentence for the person
   */
  public NotShown(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String detail() {
    var detail = getMessage();
    return detail == null ? "" : detail;
  }
}
