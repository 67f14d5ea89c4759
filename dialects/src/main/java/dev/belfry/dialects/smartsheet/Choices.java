package dev.belfry.dialects.smartsheet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the vendor documents nowhere, decided in one place; sections are of the reference. */
final class Choices {

  /** Section 9.1: unknown; the operator can change it. */
  static final String USER_AGENT = "Smartsheet-Webhooks";

  /** Sections 8.4 and 11.4: "a few seconds"; for connecting and answering together. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Section 11.5: from the first event, not extended by those that follow. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  /** Section 11.5: a callback has at most so many events; the rest goes into the next one. */
  static final int MOST_EVENTS = 1000;

  /** Section 11.3: the base of the backoff is not published; retries 8 to 14 are three hours. */
  static final List<Duration> RETRIES =
      Stream.concat(
              Stream.of(1, 2, 4, 8, 16, 32, 64).map(Duration::ofMinutes),
              Stream.generate(() -> Duration.ofHours(3)).limit(7))
          .toList();

  /** Section 8.3: so many callbacks after enabling, and again after as many more. */
  static final int CALLBACKS_BETWEEN_CHALLENGES = 100;

  /** Section 4: the limit is unknown. */
  static final int LONGEST_NAME = 255;

  /** Section 12.1: the limit is unknown. */
  static final int LONGEST_URL = 2048;

  /** Section 12.2. */
  static final int MOST_HEADERS = 20;

  /** Section 12.2: names and values together. */
  static final int LARGEST_HEADERS = 8 * 1024;

  /** Unpublished; a list of more patterns than there are says nothing more. */
  static final int MOST_PATTERNS = 50;

  /** Section 14: a sheet has no more columns. */
  static final int MOST_COLUMNS = 400;

  /** Section 5.3. */
  static final int LARGEST_PAGE = 10_000;

  private Choices() {}
}
