package dev.belfry.dialects.superoffice;

import java.time.Duration;
import java.util.List;

/**
 * Where the vendor's documents disagree or are silent, decided in one place; sections are of the
 * reference.
 */
final class Choices {

  /** Section 5: {@code ErrorSource} of a documented sample. */
  static final String ERROR_SOURCE = "SuperOffice.Services.Implementation";

  /** Section 5: documented for an unknown id. */
  static final String NOT_FOUND = "SoNotFoundException";

  /** Section 5: seen for a target that is not https; taken for every refused save. */
  static final String REFUSED = "ArgumentException";

  /** Section 5 names none for a right that is missing. */
  static final String FORBIDDEN = "SoSecurityException";

  /** Section 4.6: a failed {@code test}; the vendor gives the status only. */
  static final String TEST_FAILED = "JsonPatchTestFailedException";

  /** Section 2: {@code If-Unmodified-Since} violated; the vendor gives the status only. */
  static final String CHANGED_SINCE = "SoPreconditionFailedException";

  /** Section 5: for what goes wrong here. */
  static final String BROKEN = "SoServerException";

  /** Section 2.1: the default text of the vendor's web stack. */
  static final String DENIED = "Authorization has been denied for this request.";

  /** Section 6.1: the version part of the client that was recorded. */
  static final String USER_AGENT = "NetServer-Webhook/12.4.1514.0";

  /** Section 6.5: the documented gaps, each counted from the end of the attempt before it. */
  static final List<Duration> RETRIES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

  /** Section 6.5: the default of the .NET HTTP client. */
  static final Duration TIMEOUT = Duration.ofSeconds(100);

  /** Section 6.6 is silent; whoever saves waits for it, so it is shorter than a delivery's. */
  static final Duration PING_TIMEOUT = Duration.ofSeconds(30);

  /** Section 6.5: three events of three attempts; attempts are what is counted. */
  static final int FAILURES_THAT_DISABLE = 9;

  /** Section 4.2: {@code LastError} is cut there. */
  static final int LONGEST_ERROR = 4000;

  /** The vendor's limit is not known; what its columns can hold is far below. */
  static final int LARGEST_BODY = 1 << 20;

  /** Twice what a hook can hold; the vendor names none. */
  static final int LARGEST_PATCH = 128 * 1024;

  /** The vendor names none; more operations than a hook has members make no sense. */
  static final int MOST_OPERATIONS = 100;

  /**
   * Of a hook's {@code Headers} and {@code Properties} together, as JSON; the vendor names none.
   */
  static final int LARGEST_DICTIONARIES = 64 * 1024;

  /** Entries of {@code ErrorEmails} and of {@code ErrorAssociates}; the vendor names none. */
  static final int MOST_RECIPIENTS = 100;

  /** Section 7.1: an engine's type is at most so long; the vendor's names are far shorter. */
  static final int LONGEST_EVENT = 256;

  /** Section 2.1: how a browser's session is carried is not documented. */
  static final String SESSION_COOKIE = "sotickets";

  /** Section 2.1. */
  static final String XSRF_COOKIE = "xsrf-token";

  /** Where hooks point that send nothing; no name ends so, hence nothing can ever go there. */
  static final String NOWHERE = "https://nothing-is-sent.invalid/";

  private Choices() {}
}
