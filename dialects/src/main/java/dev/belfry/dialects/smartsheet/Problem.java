package dev.belfry.dialects.smartsheet;

import java.util.Locale;

/** A request that is answered with the vendor's error (section 13.2); carries no stack. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final int code;

  Problem(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Problem tokenRequired() {
    return new Problem(401, 1001, "An Access Token is required.");
  }

  static Problem tokenUnknown() {
    return new Problem(401, 1002, "Your Access Token is invalid.");
  }

  static Problem tokenExpired() {
    return new Problem(401, 1003, "Your Access Token has expired.");
  }

  static Problem forbidden() {
    return new Problem(403, 1004, "You are not authorized to perform this action.");
  }

  static Problem notFound() {
    return new Problem(404, 1006, "Not Found");
  }

  static Problem noSuchVersion() {
    return new Problem(404, 1007, "Version not supported.");
  }

  /**
   * @param fault one clause: {@code Unknown attribute "x" found}
   */
  static Problem unreadable(String fault) {
    return new Problem(
        400, 1008, "Unable to parse request. The following error occurred: " + fault + ".");
  }

  static Problem wrongMethod() {
    return new Problem(405, 1010, "HTTP Method not supported.");
  }

  static Problem header(String name) {
    return new Problem(400, 1011, "A required header was missing or invalid: " + name);
  }

  static Problem missing(String attribute) {
    return new Problem(
        400,
        1012,
        "A required object attribute is missing from your request: webhook." + attribute + ".");
  }

  static Problem parameter(String name, String value) {
    return new Problem(
        400, 1018, "The value " + shown(value) + " was not valid for the parameter " + name + ".");
  }

  static Problem bodyRequired() {
    return new Problem(400, 1024, "The HTTP request body is required for this Method.");
  }

  static Problem value(String attribute, String value) {
    return new Problem(
        400,
        1031,
        "The value "
            + shown(value)
            + " was not valid for the attribute webhook."
            + attribute
            + ".");
  }

  static Problem notAllowed(String attributes) {
    return new Problem(
        400, 1032, "The attribute(s) " + attributes + " are not allowed for this operation.");
  }

  static Problem tooLong(String attribute, int most, int length) {
    return new Problem(
        400,
        1041,
        "The value for webhook.%s must be %d characters in length or less, but was %d."
            .formatted(attribute, most, length));
  }

  static Problem notAcceptable() {
    return new Problem(406, 1052, "Invalid Accept header. Media type not supported.");
  }

  static Problem tooMany(String field) {
    return new Problem(400, 1061, "Max count exceeded for field " + field + ".");
  }

  static Problem contentType() {
    return new Problem(415, 1124, "Invalid Content-Type header. Media type not supported.");
  }

  static Problem noScope(Scope scope, long id) {
    return new Problem(
        404, 1151, "Scope '%s', object id %d was not found.".formatted(scope.word(), id));
  }

  static Problem notHttps() {
    return new Problem(
        400,
        1152,
        "Only URLs with a protocol of 'https' are supported for attribute 'webhook.callbackUrl'.");
  }

  static Problem appRevoked() {
    return new Problem(
        403,
        1153,
        "This webhook cannot be enabled because access was revoked for the application that"
            + " created it.");
  }

  static Problem administrative() {
    return new Problem(403, 1154, "Please contact Support in order to enable this webhook.");
  }

  static Problem nulls(String attribute) {
    return new Problem(
        400, 1176, "Array attribute(s) may not contain null elements: webhook." + attribute + ".");
  }

  static Problem noColumns() {
    return new Problem(404, 1293, "Subscope contains invalid ids.");
  }

  static Problem tooFast() {
    return new Problem(429, 4003, "Rate limit exceeded.");
  }

  static Problem unexpected() {
    return new Problem(
        500,
        4000,
        "An unexpected error has occurred. Please contact the operator of this service for"
            + " assistance.");
  }

  static Problem offline() {
    return new Problem(
        503,
        4001,
        "The service is currently offline for system maintenance. Please check back again"
            + " shortly.");
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** A caller's value must not make the answer long. */
  private static String shown(String value) {
    return value.length() <= 200
        ? value
        : String.format(
            Locale.ROOT, "%s… (%d characters)", value.substring(0, 200), value.length());
  }
}
