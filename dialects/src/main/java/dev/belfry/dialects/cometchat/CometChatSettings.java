package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.GivenSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What the operator decides about this dialect.
 *
 * @param region of all apps, as callbacks name it: {@code us}, {@code eu} or {@code in}
 * @param timeout of one attempt, and of one question
 * @param silence what becomes of a message when its receiver says nothing of use
 * @param edits which of the two recorded forms edits and deletions have
 */
public record CometChatSettings(String region, Duration timeout, Silence silence, Edits edits) {

  public static final CometChatSettings USUAL =
      new CometChatSettings("us", Choices.TIMEOUT, Silence.PASS, Edits.LIVE);

  private static final Set<String> REGIONS = Set.of("us", "eu", "in");

  /** Section 13: a receiver that fails, is too slow, or answers no JSON object. */
  public enum Silence {
    /** The message goes out unchanged. */
    PASS,
    /** The message is dropped. */
    DROP
  }

  /** Section 14, item 7: how {@code message_edited} and {@code message_deleted} look. */
  public enum Edits {
    /** The message itself, as seen from production apps. */
    LIVE,
    /** An action message around it, as the vendor's pages show. */
    DOCUMENTED
  }

  /**
   * Reads the settings from their texts.
   *
   * @param given by name: {@code region}, {@code timeout} ({@code 2s}, {@code 500ms}), {@code
   *     silence}, {@code edits}
   * @throws IllegalArgumentException naming the setting and what it may be
   */
  public static CometChatSettings read(Map<String, String> given) {
    var settings = new GivenSettings(given, Set.of("region", "timeout", "silence", "edits"));
    var region = settings.text("region", USUAL.region);
    if (!REGIONS.contains(region)) {
      throw new IllegalArgumentException("region must be us, eu or in");
    }
    return new CometChatSettings(
        region,
        settings.timeout(USUAL.timeout),
        switch (settings.text("silence", "pass")) {
          case "pass" -> Silence.PASS;
          case "drop" -> Silence.DROP;
          default -> throw new IllegalArgumentException("silence must be pass or drop");
        },
        switch (settings.text("edits", "live")) {
          case "live" -> Edits.LIVE;
          case "documented" -> Edits.DOCUMENTED;
          default -> throw new IllegalArgumentException("edits must be live or documented");
        });
  }
}
