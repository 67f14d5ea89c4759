package dev.belfry.dialects;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the operator set of one dialect, as texts by name. Whatever is wrong is told in an {@link
 * IllegalArgumentException} that names the setting and what it may be.
 */
public final class GivenSettings {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m)");

  private final Map<String, String> texts;

  /**
   * @param known the settings that there are
   */
  public GivenSettings(Map<String, String> texts, Set<String> known) {
    texts.keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(name + " is no setting of this dialect");
        });
    this.texts = Map.copyOf(texts);
  }

  /** Any text. */
  public String text(String name, String usual) {
    return texts.getOrDefault(name, usual);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean usual) {
    return switch (text(name, String.valueOf(usual))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + " must be true or false");
    };
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String name, int usual, int least, int most) {
    var text = text(name, String.valueOf(usual));
    if (text.matches("[0-9]{1,7}")) {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        name + " must be a whole number from " + least + " to " + most);
  }

  /** {@code timeout}: how long a receiver's answer is waited for. */
  public Duration timeout(Duration usual) {
    return duration(
        "timeout", usual, Duration.ofMillis(1), Duration.ofMinutes(2), "from 1ms to 120s");
  }

  /**
   * A number with its unit: {@code 500ms}, {@code 2s}, {@code 1m}.
   *
   * @param range {@code least} to {@code most} in words
   */
  public Duration duration(
      String name, Duration usual, Duration least, Duration most, String range) {
    var text = texts.get(name);
    if (text == null) {
      return usual;
    }
    var parts = DURATION.matcher(text);
    if (parts.matches()) {
      var duration = duration(Long.parseLong(parts.group(1)), parts.group(2));
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    throw new IllegalArgumentException(name + " must be " + range);
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
