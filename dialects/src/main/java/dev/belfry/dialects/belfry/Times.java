package dev.belfry.dialects.belfry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as RFC 3339 writes them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
final class Times {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String FORM = "dddd-dd-ddTdd:dd:dd";

  private Times() {}

  /** In UTC with milliseconds. */
  static String text(Instant time) {
    return MILLIS.format(time);
  }

  static @Nullable String textOrNull(@Nullable Instant time) {
    return time == null ? null : text(time);
  }

  /** The instant that {@code text} stands for; a leap second is the second before it. */
  static Optional<Instant> parse(String text) {
    if (!isTimestamp(text)) {
      return Optional.empty();
    }
    var plain = text.toUpperCase(Locale.ROOT);
    if (plain.startsWith("60", 17)) {
      plain = plain.substring(0, 17) + "59" + plain.substring(19);
    }
    try {
      return Optional.of(OffsetDateTime.parse(plain).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static boolean isTimestamp(String text) {
    if (text.length() < FORM.length() + 1 || !hasForm(text)) {
      return false;
    }
    var month = number(text, 5);
    if (month < 1
        || month > 12
        || number(text, 8) < 1
        || number(text, 8) > YearMonth.of(year(text), month).lengthOfMonth()
        || number(text, 11) > 23
        || number(text, 14) > 59
        || number(text, 17) > 60) {
      return false;
    }
    var zone = FORM.length();
    if (text.charAt(zone) == '.') {
      var fraction = zone + 1;
      zone = fraction;
      while (zone < text.length() && isDigit(text.charAt(zone))) {
        zone++;
      }
      if (zone == fraction) {
        return false;
      }
    }
    return isZone(text, zone);
  }

  private static boolean hasForm(String text) {
    for (int i = 0; i < FORM.length(); i++) {
      var c = text.charAt(i);
      var fits =
          switch (FORM.charAt(i)) {
            case 'd' -> isDigit(c);
            case 'T' -> c == 'T' || c == 't';
            default -> c == FORM.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZone(String text, int at) {
    var rest = text.length() - at;
    if (rest == 1) {
      return text.charAt(at) == 'Z' || text.charAt(at) == 'z';
    }
    return rest == 6
        && (text.charAt(at) == '+' || text.charAt(at) == '-')
        && isDigit(text.charAt(at + 1))
        && isDigit(text.charAt(at + 2))
        && text.charAt(at + 3) == ':'
        && isDigit(text.charAt(at + 4))
        && isDigit(text.charAt(at + 5))
        && number(text, at + 1) <= 23
        && number(text, at + 4) <= 59;
  }

  private static int year(String text) {
    return number(text, 0) * 100 + number(text, 2);
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
