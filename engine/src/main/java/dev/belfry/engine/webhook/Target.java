package dev.belfry.engine.webhook;

import dev.belfry.engine.egress.TlsChoice;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook's requests go, and how long an answer is waited for.
 *
 * @param url absolute, http or https; whether its host may be reached is decided at each attempt
 * @param headers sent with every request, besides those the dialect sets, in this order
 * @param auth null for none
 * @param timeout from resolving the name to the last byte of the answer; 1 s to 120 s
 */
public record Target(
    URI url, Map<String, String> headers, @Nullable Auth auth, TlsChoice tls, Duration timeout) {

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

  public Target {
    if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
      throw new InvalidWebhook("url", "must start with https:// or http://");
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new InvalidWebhook("timeout", "must be over 0 s and at most 120 s");
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Shows neither headers nor the query: both may carry secrets. */
  @Override
  public String toString() {
    return "Target[" + url.getScheme() + "://" + url.getHost() + url.getRawPath() + "]";
  }
}
