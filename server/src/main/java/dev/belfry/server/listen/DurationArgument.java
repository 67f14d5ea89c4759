package dev.belfry.server.listen;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 250ms}, {@code 5s}, {@code 5m}, {@code 2h}, {@code 7d}. */
final class DurationArgument implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is no duration: a whole number and ms, s, m, h or d");
    }
    var count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
