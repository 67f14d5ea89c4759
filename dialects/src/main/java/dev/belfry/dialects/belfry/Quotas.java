package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Response;
import dev.belfry.engine.tenant.Quota;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells a sender how the limit of events a second stands.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06">
 *     RateLimit header fields for HTTP, draft 06</a>
 */
final class Quotas {

  private Quotas() {}

  /** The answer with the headers of a limit, if there is one. */
  static Response shown(Response response, @Nullable Quota quota) {
    return quota == null
        ? response
        : response
            .with("RateLimit-Limit", Long.toString(quota.limit()))
            .with("RateLimit-Remaining", Long.toString(quota.remaining()))
            .with("RateLimit-Reset", seconds(quota.reset()));
  }

  /** Never too few. */
  private static String seconds(Duration wait) {
    return Long.toString(wait.plusMillis(999).toSeconds());
  }
}
