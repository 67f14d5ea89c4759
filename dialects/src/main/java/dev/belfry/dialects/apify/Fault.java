package dev.belfry.dialects.apify;

import java.util.Map;

/** An error as Apify words it (§13). */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String type;

  /** What programs may want to know besides. */
  private final transient Map<String, Object> data;

  Fault(int status, String type, String message) {
    this(status, type, message, Map.of());
  }

  private Fault(int status, String type, String message, Map<String, Object> data) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.data = data;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /** The optional {@code error.data} of the envelope; strings and whole numbers. */
  Map<String, Object> data() {
    return data;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** A field breaks a rule of §4.3. */
  static Fault schema(String message) {
    return new Fault(400, "schema-validation", message);
  }

  /**
   * The same for a template.
   *
   * @param position of the character where it was noticed, counted from 0
   */
  static Fault template(String field, int position, String message) {
    return new Fault(
        400, "schema-validation", message, Map.of("field", field, "position", position));
  }

  /**
   * Not there, or somebody else's.
   *
   * @param what as the message begins: {@code Webhook}
   */
  static Fault notFound(String what) {
    return new Fault(404, "record-not-found", what + " was not found");
  }

  static Fault request(String message) {
    return new Fault(400, "invalid-request", message);
  }

  static Fault parameter(String message) {
    return new Fault(400, "invalid-parameter", message);
  }
}
