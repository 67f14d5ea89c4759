package dev.belfry.dialects.smartsheet;

import java.util.Locale;

/** Where the operations are (section 3). */
final class Paths {

  static final String PREFIX = "/smartsheet";
  static final String ALL = PREFIX + "/2.0/webhooks";
  static final String ONE = ALL + "/{webhookId}";

  /** Descriptions of the API disagree on its letters' case, so any case will do. */
  static final String ACTION = ONE + "/{action}";

  private static final String RESET = "resetsharedsecret";

  private Paths() {}

  static boolean isReset(String action) {
    return action.toLowerCase(Locale.ROOT).equals(RESET);
  }

  static boolean isOfThisVersion(String path) {
    return path.startsWith(PREFIX + "/2.0/");
  }

  /** Whether an operation has this path, with whichever method. */
  static boolean isKnown(String path) {
    var segments = path.split("/", -1);
    return segments.length < 6 || isReset(segments[5]);
  }
}
