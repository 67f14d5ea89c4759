package dev.belfry.dialects.cometchat;

import java.time.Duration;
import java.util.List;

/** What the vendor documents nowhere, decided in one place; sections are of the reference. */
final class Choices {

  /** Section 5.1: the value on this API is unknown. */
  static final String ERROR_SOURCE = "management-api";

  /** Section 5.2: what the vendor's chat API answers to an unknown key. */
  static final String UNKNOWN_KEY = "AUTH_ERR_APIKEY_NOT_FOUND";

  /** Keys of the vendor have no scopes; a word of the same family. */
  static final String KEY_MAY_NOT = "AUTH_ERR_NO_ACCESS";

  /** Section 1.1. */
  static final String WRONG_METHOD = "ERR_METHOD_NOT_ALLOWED";

  /** Not documented; for what a limit of the app does not allow. */
  static final String TOO_MANY = "ERR_TOO_MANY_REQUESTS";

  /** Not documented; for what goes wrong here. */
  static final String BROKEN = "ERR_INTERNAL_SERVER_ERROR";

  /** Section 14, items 2 and 3. */
  static final boolean ENABLED_UNLESS_SAID = true;

  /** Section 4.2: the answer has page numbers, the parameter is not documented. */
  static final String PAGE = "page";

  /** Section 7.2: receivers are told to answer within 2 seconds. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Section 7.3: each counted from the end of the attempt before it. */
  static final List<Duration> RETRIES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30));

  /** Section 7.1: seen live, with its capital A. */
  static final String CONTENT_TYPE = "Application/json";

  /** Section 12: where a legacy event came from, if its sender does not say. */
  static final String ORIGIN = "WEBSOCKET";

  private Choices() {}
}
