package dev.belfry.server.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what was given into values, and gathers what cannot be. */
final class Values {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10}) ?(B|KiB|MiB|GiB)?");

  private final Map<String, Given> given;
  private final List<String> faults;
  private final Set<Key> unreadable = EnumSet.noneOf(Key.class);

  Values(Map<String, Given> given, List<String> faults) {
    this.given = given;
    this.faults = faults;
  }

  /** Whether the operator said anything about it. */
  boolean has(Key key) {
    var value = given.get(key.inFile());
    return value != null && !value.text().isEmpty();
  }

  /** What was given or stands by default; empty if neither. */
  Optional<String> text(Key key) {
    return Optional.of(of(key).text()).filter(text -> !text.isEmpty());
  }

  int number(Key key, int least, int most) {
    return read(
        key,
        least,
        text -> {
          int number = Integer.parseInt(text);
          check(number >= least && number <= most);
          return number;
        },
        "a whole number from " + least + " to " + most);
  }

  Optional<Integer> optionalNumber(Key key, int least, int most) {
    return has(key) ? Optional.of(number(key, least, most)) : Optional.empty();
  }

  double factor(Key key, double most) {
    return read(
        key,
        1.0,
        text -> {
          double factor = Double.parseDouble(text);
          check(factor >= 1 && factor <= most);
          return factor;
        },
        "a number from 1 on");
  }

  boolean flag(Key key, boolean standard) {
    return has(key)
        ? read(
            key,
            standard,
            text -> {
              check(text.equals("true") || text.equals("false"));
              return text.equals("true");
            },
            "true or false")
        : standard;
  }

  /** Whether what stands there could be made a value of; else that fault is told already. */
  boolean readable(Key key) {
    return !unreadable.contains(key);
  }

  Duration duration(Key key) {
    return read(
        key,
        Duration.ZERO,
        text -> {
          var matcher = DURATION.matcher(text);
          check(matcher.matches());
          long count = Long.parseLong(matcher.group(1));
          return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
        },
        "a number and ms, s, m, h or d");
  }

  /** Bytes. */
  int size(Key key, int least, int most) {
    return read(
        key,
        least,
        text -> {
          var matcher = SIZE.matcher(text);
          check(matcher.matches());
          long unit =
              switch (String.valueOf(matcher.group(2))) {
                case "KiB" -> 1L << 10;
                case "MiB" -> 1L << 20;
                case "GiB" -> 1L << 30;
                default -> 1;
              };
          long size = Long.parseLong(matcher.group(1)) * unit;
          check(size >= least && size <= most);
          return (int) size;
        },
        "a number and B, KiB or MiB, from " + least + " to " + most + " bytes");
  }

  Optional<Path> path(Key key) {
    return text(key)
        .map(_ ->
            read(
                key,
                Path.of(""),
                text -> {
                  try {
                    return Path.of(text);
                  } catch (InvalidPathException e) {
                    throw new IllegalArgumentException(e);
                  }
                },
                "a path"));
  }

  /** An absolute http or https address without a path. */
  Optional<URI> address(Key key) {
    return text(key)
        .map(_ ->
            read(
                key,
                URI.create(""),
                text -> {
                  var uri =
                      URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                  check("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
                  check(uri.getHost() != null && uri.getRawUserInfo() == null);
                  check(uri.getRawQuery() == null && uri.getRawFragment() == null);
                  return uri;
                },
                "an address that begins with http:// or https://"));
  }

  <T> List<T> list(Key key, Function<String, T> item, String what) {
    return text(key)
        .map(text ->
            items(text)
                .map(one -> read(of(key).origin(), one, item, what))
                .flatMap(Optional::stream)
                .toList())
        .orElse(List.of());
  }

  static Stream<String> items(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).filter(one -> !one.isEmpty());
  }

  void fault(Key key, String fault) {
    faults.add(of(key).origin() + ": " + fault);
  }

  private <T> T read(Key key, T otherwise, Function<String, T> reader, String what) {
    var value = of(key);
    var found = read(value.origin(), value.text(), reader, what);
    if (found.isEmpty()) {
      unreadable.add(key);
    }
    return found.orElse(otherwise);
  }

  private <T> Optional<T> read(
      String origin, String text, Function<String, T> reader, String what) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException | ArithmeticException _) {
      faults.add(origin + ": \"" + text + "\" is not " + what);
      return Optional.empty();
    }
  }

  private Given of(Key key) {
    var value = given.get(key.inFile());
    return value == null || value.text().isEmpty()
        ? new Given(key.standard(), "the default of " + key.inFile())
        : value;
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalArgumentException();
    }
  }
}
