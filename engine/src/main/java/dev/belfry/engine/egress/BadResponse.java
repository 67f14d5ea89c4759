package dev.belfry.engine.egress;

import java.io.IOException;

/** What came is not HTTP that a careful client accepts; the message says why. */
final class BadResponse extends IOException {

  private static final long serialVersionUID = 1;

  BadResponse(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
