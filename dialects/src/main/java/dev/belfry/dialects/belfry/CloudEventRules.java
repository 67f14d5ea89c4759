package dev.belfry.dialects.belfry;

import org.jspecify.annotations.Nullable;

/**
 * What the values of CloudEvents attributes may be. Each check answers what is wrong, to follow the
 * attribute's name, or null.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0.2</a>
 */
final class CloudEventRules {

  static final int LONGEST_NAME = 20;
  static final int LONGEST_TYPE = 256;
  static final int LONGEST_ID = 256;
  static final int LONGEST_TEXT = 1024;
  static final int MOST_EXTENSIONS = 64;

  private static final int LONGEST_TIME = 64;

  private CloudEventRules() {}

  /** Letters and digits, lower case, 1 to 20. */
  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** Any text that is not empty and has no characters that CloudEvents forbids. */
  static @Nullable String text(String value, int longest) {
    return value.isEmpty() ? "must not be empty" : anyText(value, longest);
  }

  /** The same, but may be empty. */
  static @Nullable String anyText(String value, int longest) {
    if (value.length() > longest) {
      return "must have at most " + longest + " characters";
    }
    for (int i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c < ' ' || (c >= 0x7f && isForbidden(value, i))) {
        return "must have no control characters, lone surrogates or Unicode noncharacters";
      }
    }
    return null;
  }

  static @Nullable String type(String value) {
    var fault = text(value, LONGEST_TYPE);
    return fault == null && value.startsWith("belfry.")
        ? "must not begin with belfry.: those are Belfry's own"
        : fault;
  }

  static @Nullable String specVersion(String value) {
    return value.equals("1.0") ? null : "must be 1.0";
  }

  static @Nullable String source(String value) {
    var fault = text(value, LONGEST_TEXT);
    return fault == null && !Uris.isReference(value) ? "must be a URI reference" : fault;
  }

  static @Nullable String dataSchema(String value) {
    var fault = text(value, LONGEST_TEXT);
    return fault == null && !(Uris.isReference(value) && Uris.hasScheme(value))
        ? "must be a URI with a scheme"
        : fault;
  }

  static @Nullable String time(String value) {
    return value.length() > LONGEST_TIME || !Times.isTimestamp(value)
        ? "must be an RFC 3339 time, such as 2026-01-31T12:00:00Z"
        : null;
  }

  static @Nullable String dataContentType(String value) {
    return value.length() > LONGEST_ID || !MediaTypes.isOne(value)
        ? "must be a media type, such as application/json"
        : null;
  }

  private static boolean isForbidden(String value, int at) {
    var c = value.charAt(at);
    if (c <= 0x9f || (c >= 0xfdd0 && c <= 0xfdef) || c >= 0xfffe) {
      return true;
    }
    if (!Character.isSurrogate(c)) {
      return false;
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
    }
    return at + 1 >= value.length()
        || !Character.isLowSurrogate(value.charAt(at + 1))
        || (value.codePointAt(at) & 0xfffe) == 0xfffe;
  }
}
