package dev.belfry.dialects.belfry.delivery;

import dev.belfry.engine.egress.Header;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.ChronoLocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The wait a receiver asks for: whole seconds or a date, brought into 0 s to 24 h.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3.
 *     Retry-After</a> and 5.6.7 for the three forms of dates
 */
final class RetryAfter {

  static final Duration LONGEST = Duration.ofHours(24);

  /** No number of more digits is under 24 h. */
  private static final int MOST_DIGITS = 9;

  /** A year of two digits lies at most so many years ahead. */
  private static final int YEARS_AHEAD = 50;

  private static final DateTimeFormatter IMF_FIXDATE =
      strict(pattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'"));
  private static final DateTimeFormatter ASCTIME = strict(pattern("EEE MMM ppd HH:mm:ss uuuu"));

  private RetryAfter() {}

  /** The wait asked for; null if none is, or in no form that counts (a negative one does not). */
  static @Nullable Duration in(List<Header> headers, Instant now) {
    for (var header : headers) {
      if (header.name().equalsIgnoreCase("retry-after")) {
        return parse(header.value().strip(), now);
      }
    }
    return null;
  }

  private static @Nullable Duration parse(String value, Instant now) {
    if (value.isEmpty()) {
      return null;
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return seconds(value);
    }
    var date = date(value, now);
    return date == null ? null : clamped(Duration.between(now, date));
  }

  private static Duration seconds(String digits) {
    var value = digits.replaceFirst("^0+(?=.)", "");
    return value.length() > MOST_DIGITS
        ? LONGEST
        : clamped(Duration.ofSeconds(Long.parseLong(value)));
  }

  private static Duration clamped(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static @Nullable Instant date(String value, Instant now) {
    try {
      var comma = value.indexOf(',');
      var form = comma < 0 ? ASCTIME : comma == 3 ? IMF_FIXDATE : rfc850(now);
      return LocalDateTime.parse(value, form).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static DateTimeFormatter rfc850(Instant now) {
    var base = now.atOffset(ZoneOffset.UTC).toLocalDate().plusYears(YEARS_AHEAD - 99);
    return strict(
        pattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, (ChronoLocalDate) base)
            .appendPattern(" HH:mm:ss 'GMT'"));
  }

  private static DateTimeFormatterBuilder pattern(String pattern) {
    return new DateTimeFormatterBuilder().appendPattern(pattern);
  }

  private static DateTimeFormatter strict(DateTimeFormatterBuilder form) {
    return form.toFormatter(Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }
}
