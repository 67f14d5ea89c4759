package dev.belfry.dialects.superoffice;

import java.util.Locale;

/**
 * Names of events (section 7): own ones are allowed, they compare without regard to case, and there
 * are no wildcards.
 */
final class EventNames {

  /** Stands for a star in what the engine matches by, where a star would mean more. */
  private static final char PLAIN_STAR = '\uff0a';

  private static final String OWN = "belfry.";
  private static final String DELETED = ".deleted";

  private EventNames() {}

  /** What is wrong with a name; empty if nothing is. */
  static String fault(String name) {
    if (name.isBlank()) {
      return "must not be empty";
    }
    if (name.length() > Choices.LONGEST_EVENT) {
      return "must have at most " + Choices.LONGEST_EVENT + " characters";
    }
    if (name.indexOf(',') >= 0) {
      return "must have no comma";
    }
    if (!name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return "must be of printable ASCII characters: it is sent in a header";
    }
    return "";
  }

  /** As above, and names of Belfry's own events may be asked for, but not raised. */
  static String faultInRaised(String name) {
    var fault = fault(name);
    return fault.isEmpty() && name.toLowerCase(Locale.ROOT).startsWith(OWN)
        ? "must not begin with belfry."
        : fault;
  }

  /** What the engine matches by. */
  static String type(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('*', PLAIN_STAR);
  }

  /** The name of an event of this type, if it was not kept as it was raised. */
  static String ofType(String type) {
    return type.replace(PLAIN_STAR, '*');
  }

  /** All before the last dot. */
  static String entity(String name) {
    var dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  static boolean isDeleted(String name) {
    return name.regionMatches(true, name.length() - DELETED.length(), DELETED, 0, DELETED.length());
  }
}
