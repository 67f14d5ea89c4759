package dev.belfry.dialects.apify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What can happen to runs and builds (§9.1). */
final class EventTypes {

  static final String RUN = "ACTOR.RUN.";
  static final String BUILD = "ACTOR.BUILD.";
  static final String RUN_CREATED = RUN + "CREATED";

  /** The status a run has after each event. */
  private static final Map<String, String> RUN_STATUS = new LinkedHashMap<>();

  static {
    RUN_STATUS.put(RUN_CREATED, "READY");
    RUN_STATUS.put(RUN + "SUCCEEDED", "SUCCEEDED");
    RUN_STATUS.put(RUN + "FAILED", "FAILED");
    RUN_STATUS.put(RUN + "ABORTED", "ABORTED");
    RUN_STATUS.put(RUN + "TIMED_OUT", "TIMED-OUT");
    RUN_STATUS.put(RUN + "RESURRECTED", "RUNNING");
  }

  private static final Set<String> BUILDS =
      Set.of(
          BUILD + "CREATED",
          BUILD + "SUCCEEDED",
          BUILD + "FAILED",
          BUILD + "ABORTED",
          BUILD + "TIMED_OUT");

  private EventTypes() {}

  /** Whether a webhook may ask for it. */
  static boolean isKnown(String type) {
    return RUN_STATUS.containsKey(type) || BUILDS.contains(type) || type.equals(Choices.TEST);
  }

  /** Whether it is about a run or a build. */
  static boolean isSystem(String type) {
    return type.startsWith(RUN) || type.startsWith(BUILD);
  }

  static boolean isOfRun(String type) {
    return RUN_STATUS.containsKey(type);
  }

  /** Whether a run is over with it. */
  static boolean endsRun(String type) {
    return isOfRun(type) && !type.equals(RUN_CREATED) && !type.equals(RUN + "RESURRECTED");
  }

  static String statusAfter(String type) {
    return RUN_STATUS.getOrDefault(type, statusOfBuild(type));
  }

  private static String statusOfBuild(String type) {
    var last = type.substring(type.lastIndexOf('.') + 1).replace('_', '-');
    return last.equals("CREATED") ? "READY" : last;
  }
}
