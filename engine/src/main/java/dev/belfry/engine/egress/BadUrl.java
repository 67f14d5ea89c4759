package dev.belfry.engine.egress;

/** A URL that policy does not accept; the message is for the person who wrote it. */
final class BadUrl extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadUrl(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
