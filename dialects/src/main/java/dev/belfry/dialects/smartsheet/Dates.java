package dev.belfry.dialects.smartsheet;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The vendor's two ways of writing times (section 6.3). */
final class Dates {

  private static final DateTimeFormatter SECONDS = pattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter MILLIS = pattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+00:00'");

  private Dates() {}

  /** In answers: whole seconds, which is all that the Java client reads. */
  static String inAnswers(Instant at) {
    return SECONDS.format(at);
  }

  /** In callbacks. */
  static String inCallbacks(Instant at) {
    return MILLIS.format(at);
  }

  /** Of an event in a callback: whole seconds in the longer form. */
  static String ofEvent(Instant at) {
    return MILLIS.format(at.truncatedTo(ChronoUnit.SECONDS));
  }

  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(at -> at.getEpochSecond() >= 0 && at.getEpochSecond() < 253_402_300_800L);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
