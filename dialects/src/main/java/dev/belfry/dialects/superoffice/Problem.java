package dev.belfry.dialects.superoffice;

import org.jspecify.annotations.Nullable;

/** A request that is answered with one of the vendor's two error bodies; carries no stack. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String type;
  private final @Nullable String detail;
  private final @Nullable String field;

  private Problem(
      int status,
      @Nullable String type,
      String message,
      @Nullable String detail,
      @Nullable String field) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.detail = detail;
    this.field = field;
  }

  /** From the application: {@code Error}, {@code ErrorType} and so on. */
  static Problem of(int status, String type, String message) {
    return new Problem(status, type, message, null, null);
  }

  /** A save that is refused. */
  static Problem refused(String message) {
    return of(400, Choices.REFUSED, message);
  }

  static Problem noWebhook(String id) {
    return of(404, Choices.NOT_FOUND, "Webhook id " + id + " not found");
  }

  /** From before the application: {@code Message} and {@code MessageDetail}. */
  static Problem stack(int status, String message, @Nullable String detail) {
    return new Problem(status, null, message, detail, null);
  }

  /** A body that cannot be read as what it should be. */
  static Problem unreadable(String field, String fault) {
    return new Problem(400, null, "The request is invalid.", fault, field);
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** Null for errors from before the application. */
  @Nullable String type() {
    return type;
  }

  @Nullable String detail() {
    return detail;
  }

  /** What of the body cannot be read; null if it is not about the body. */
  @Nullable String field() {
    return field;
  }
}
