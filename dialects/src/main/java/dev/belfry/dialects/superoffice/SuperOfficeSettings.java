package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.GivenSettings;
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
    var settings = new GivenSettings(given, NAMES);
    return new SuperOfficeSettings(
        settings.flag("requirehttps", !httpTargets),
        settings.flag("validatehttps", !httpTargets),
        settings.flag("pingstopped", USUAL.pingStopped),
        settings.number("disableafter", USUAL.disableAfter, 1, 1000),
        settings.timeout(USUAL.timeout),
        switch (settings.text("properties", "top")) {
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
}
