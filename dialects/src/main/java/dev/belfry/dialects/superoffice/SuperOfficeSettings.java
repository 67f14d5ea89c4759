package dev.belfry.dialects.superoffice;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides about this dialect.
 *
 * @param requireHttps whether targets must begin with {@code https:}
 * @param validateHttps whether a target's certificate must be good for its name
 * @param pingStopped whether a save that leaves the hook {@code Stopped} pings its target too
 * @param disableAfter failed attempts in a row that turn a hook into {@code TooManyErrors}
 * @param timeout of one attempt
 * @param properties where a hook's {@code Properties} stand in the body of its callbacks
 * @param mail through which notices leave; null for none
 */
public record SuperOfficeSettings(
    boolean requireHttps,
    boolean validateHttps,
    boolean pingStopped,
    int disableAfter,
    Duration timeout,
    Properties properties,
    @Nullable MailServer mail) {

  /** As the vendor's cloud. */
  public static final SuperOfficeSettings USUAL =
      new SuperOfficeSettings(
          true, true, true, Choices.FAILURES_THAT_DISABLE, Choices.TIMEOUT, Properties.TOP, null);

  private static final Set<String> NAMES =
      Set.of(
          "requirehttps",
          "validatehttps",
          "pingstopped",
          "disableafter",
          "timeout",
          "properties",
          "smtp",
          "mailfrom");
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Section 6.2. */
  public enum Properties {
    /** Each is a member of the body. */
    TOP,
    /** All are members of one object, {@code Properties}. */
    NESTED
  }

  /**
   * Reads the settings from their texts.
   *
   * @param given by name: {@code requirehttps}, {@code validatehttps}, {@code pingstopped} ({@code
   *     true}, {@code false}), {@code disableafter} (1 to 1000), {@code timeout} ({@code 100s}),
   *     {@code properties} ({@code top}, {@code nested}), {@code smtp} ({@code
   *     smtp://user:password@host:587}) and with it {@code mailfrom}
   * @param httpTargets the operator lets http targets pass in every dialect: then neither https nor
   *     a good certificate is asked for, unless said here
   * @throws IllegalArgumentException naming the setting and what it may be
   */
  public static SuperOfficeSettings read(Map<String, String> given, boolean httpTargets) {
    given.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(name + " is no setting of this dialect");
        });
    return new SuperOfficeSettings(
        flag(given, "requirehttps", !httpTargets),
        flag(given, "validatehttps", !httpTargets),
        flag(given, "pingstopped", USUAL.pingStopped),
        count(given.getOrDefault("disableafter", String.valueOf(USUAL.disableAfter))),
        timeout(given.getOrDefault("timeout", "100s")),
        switch (given.getOrDefault("properties", "top")) {
          case "top" -> Properties.TOP;
          case "nested" -> Properties.NESTED;
          default -> throw new IllegalArgumentException("properties must be top or nested");
        },
        mail(given));
  }

  private static @Nullable MailServer mail(Map<String, String> given) {
    var server = given.get("smtp");
    return server == null ? null : MailServer.read(server, given.getOrDefault("mailfrom", ""));
  }

  private static boolean flag(Map<String, String> given, String name, boolean usual) {
    return switch (given.getOrDefault(name, String.valueOf(usual))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + " must be true or false");
    };
  }

  private static int count(String text) {
    if (text.matches("[0-9]{1,4}")) {
      var count = Integer.parseInt(text);
      if (count >= 1 && count <= 1000) {
        return count;
      }
    }
    throw new IllegalArgumentException("disableafter must be from 1 to 1000");
  }

  private static Duration timeout(String text) {
    if (text.matches("[0-9]{1,6}(ms|s)")) {
      var number = Long.parseLong(text.replaceAll("\\D", ""));
      var timeout = text.endsWith("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
      if (timeout.isPositive() && timeout.compareTo(LONGEST) <= 0) {
        return timeout;
      }
    }
    throw new IllegalArgumentException("timeout must be from 1ms to 120s");
  }
}
