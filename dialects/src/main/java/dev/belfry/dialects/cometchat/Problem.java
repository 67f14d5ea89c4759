package dev.belfry.dialects.cometchat;

import java.util.Map;

/** A request that is answered with the vendor's error envelope; carries no stack. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> details;

  Problem(int status, String code, String message, Map<String, String> details) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  static Problem badRequest(String message) {
    return new Problem(400, "ERR_BAD_REQUEST", message, Map.of());
  }

  /**
   * @param faults by the name of the field
   */
  static Problem invalid(Map<String, String> faults) {
    var first = faults.entrySet().iterator().next();
    return new Problem(
        400, "ERR_BAD_REQUEST", "The " + first.getKey() + " " + first.getValue() + ".", faults);
  }

  static Problem noWebhook(String id) {
    return new Problem(
        404, "ERR_WEBHOOK_NOT_FOUND", "The webhook with id " + id + " does not exist.", Map.of());
  }

  static Problem noApp(String id) {
    return new Problem(
        404, "ERR_APP_NOT_FOUND", "The app with id " + id + " does not exist.", Map.of());
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  Map<String, String> details() {
    return details;
  }
}
