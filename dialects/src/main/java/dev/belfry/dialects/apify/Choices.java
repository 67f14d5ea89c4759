package dev.belfry.dialects.apify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Numbers and words of Apify, and what was chosen where nothing is known for sure. */
final class Choices {

  static final String DIALECT = "apify";
  static final String PREFIX = "/apify";

  /** §1.3: of a body, also once it is inflated. */
  static final int LARGEST_BODY = 9_437_184;

  /** §1.5: requests a second; told, not enforced. */
  static final String RATE_LIMIT = "60";

  /** §1.5: the same for starting runs. */
  static final String START_RATE_LIMIT = "400";

  /** §4.4: ad-hoc webhooks are not counted (chosen). */
  static final int MOST_WEBHOOKS = 100;

  /** Ad-hoc webhooks of a tenant; beyond them the oldest that has fired goes (chosen). */
  static final int MOST_AD_HOC = 10_000;

  /** §6. */
  static final int LONGEST_PAGE = 1000;

  /** §12.3. */
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** §12.4: 1, 2, 4, … 1,024 minutes. */
  static final List<Duration> WAITS =
      IntStream.range(0, 11).mapToObj(n -> Duration.ofMinutes(1L << n)).toList();

  /** §12.4. */
  static final double JITTER = 0.25;

  /** §12.4: one and three again. */
  static final int ATTEMPTS_OF_TEST = 4;

  /** §7: bytes of an answer that are shown. */
  static final int LONGEST_RESPONSE = 2048;

  /** So many earlier forms of a webhook are kept for the dispatches that were made under them. */
  static final int MOST_EARLIER = 20;

  /** Characters of all earlier forms together. */
  static final int LARGEST_EARLIER = 1 << 18;

  /** Runs of all tenants whose Actor and task are kept in memory, the newest ones. */
  static final int MOST_RUNS_IN_MEMORY = 100_000;

  /** §9.1. */
  static final String TEST = "TEST";

  static final String DEFAULT_TEMPLATE =
      """
      {
          "userId": {{userId}},
          "createdAt": {{createdAt}},
          "eventType": {{eventType}},
          "eventData": {{eventData}},
          "resource": {{resource}}
      }\
      """;

  /** All of them objects, null or texts that are not empty. */
  static final List<String> DEFAULT_MEMBERS =
      List.of("userId", "createdAt", "eventType", "eventData", "resource");

  /** §14: {@code globals} too, though the vendor's own set has only five. */
  static final Set<String> VARIABLES =
      Set.of("userId", "createdAt", "eventType", "eventData", "resource", "globals");

  static final List<String> ACTIONS =
      List.of("HTTP_REQUEST", "SLACK_MESSAGE", "GOOGLE_MAIL", "GOOGLE_DRIVE", "GITHUB_ISSUE");

  /** §5.5. */
  static final List<String> JOKES =
      List.of(
          "Why did the webhook cross the network? To POST on the other side.",
          "A crawler walks into a bar, a pub, an inn, a tavern, a public house.",
          "There are two hard things: caching, naming, and exactly-once delivery.",
          "I would tell you a UDP joke, but you might not get it.");

  private Choices() {}
}
