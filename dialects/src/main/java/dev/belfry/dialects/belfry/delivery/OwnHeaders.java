package dev.belfry.dialects.belfry.delivery;

import dev.belfry.engine.signing.StandardWebhooks;
import java.util.Locale;
import java.util.Set;

/** The headers that a belfry request sets itself, which a webhook's own must not name. */
public final class OwnHeaders {

  static final String USER_AGENT = "user-agent";
  static final String CONTENT_TYPE = "content-type";
  static final String TRACEPARENT = "traceparent";
  static final String AUTHORIZATION = "authorization";

  /** Before each attribute of an event sent in binary mode. */
  static final String ATTRIBUTE_PREFIX = "ce-";

  private static final Set<String> NAMES =
      Set.of(
          StandardWebhooks.ID,
          StandardWebhooks.TIMESTAMP,
          StandardWebhooks.SIGNATURE,
          USER_AGENT,
          CONTENT_TYPE,
          TRACEPARENT);

  private OwnHeaders() {}

  /**
   * Whether requests set this header themselves; the case of letters does not matter. {@code
   * Authorization} is the webhook's own as long as it has no {@code auth}.
   */
  public static boolean include(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) || lower.startsWith(ATTRIBUTE_PREFIX);
  }
}
