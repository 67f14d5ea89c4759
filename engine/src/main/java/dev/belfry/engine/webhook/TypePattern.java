package dev.belfry.engine.webhook;

/**
 * Which event types are wanted: one exactly, all of a family ({@code order.*}), or all ({@code *}).
 * Types beginning {@code belfry.} are Belfry's own and go only to webhooks that name them.
 */
public record TypePattern(String text) {

  /** Belfry's own events begin so. */
  public static final String OWN = "belfry.";

  public static final TypePattern ALL = new TypePattern("*");

  private static final int LONGEST = 256;

  public TypePattern {
    var fault = fault(text);
    if (!fault.isEmpty()) {
      throw new InvalidWebhook("types", fault);
    }
  }

  /** What is wrong with {@code text} as a pattern; empty if nothing is. */
  public static String fault(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return "must have 1 to " + LONGEST + " characters";
    }
    var star = text.indexOf('*');
    if (star >= 0
        && !text.equals("*")
        && !(text.endsWith(".*") && star == text.length() - 1 && star > 1)) {
      return "a * may only stand alone or at the end, after a full stop";
    }
    return "";
  }

  public boolean isAll() {
    return text.equals("*");
  }

  /** What a type must begin with, the full stop included, if this is a family. */
  public boolean isFamily() {
    return text.length() > 2 && text.endsWith(".*");
  }

  /** {@code order.} for {@code order.*}. */
  public String stem() {
    return text.substring(0, text.length() - 1);
  }

  public boolean matches(String type) {
    if (type.startsWith(OWN)) {
      return isFamily() ? text.startsWith(OWN) && type.startsWith(stem()) : text.equals(type);
    }
    return isAll() || (isFamily() ? type.startsWith(stem()) : text.equals(type));
  }

  @Override
  public String toString() {
    return text;
  }
}
