package dev.belfry.engine.signing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs requests as Standard Webhooks 1.0.0 says, in its version {@code v1}.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks 1.0.0, Signature scheme</a>
 */
public final class StandardWebhooks {

  /** Header with the delivery's id, the same at every attempt. */
  public static final String ID = "webhook-id";

  /** Header with the seconds since 1970 at which the attempt is made. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** Header with one signature for each secret, space between them. */
  public static final String SIGNATURE = "webhook-signature";

  static final String V1 = "v1,";

  private final List<WebhookSecret> secrets;

  /**
   * @param secrets the one in force first, then those of rotations not yet over; each signs
   */
  public StandardWebhooks(List<WebhookSecret> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("nothing to sign with");
    }
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Signs one attempt.
   *
   * @param id the delivery's id, the same at every attempt
   * @param at when the attempt is made; whole seconds count, the rest is dropped
   * @param body the bytes sent, after the template
   * @return the {@code webhook-signature} header: for each secret {@code v1,} and the HMAC-SHA256
   *     in Base64
   * @throws IllegalArgumentException if the id is empty or has a full stop, which would let a
   *     sender shift the borders of the signed text
   */
  public String sign(String id, Instant at, byte[] body) {
    if (!isSignable(id)) {
      throw new IllegalArgumentException("an id must not be empty nor have a full stop: " + id);
    }
    var timestamp = Long.toString(at.getEpochSecond());
    return secrets.stream()
        .map(secret -> V1 + signature(secret, id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  static boolean isSignable(String id) {
    return !id.isEmpty() && id.indexOf('.') < 0;
  }

  static String signature(WebhookSecret secret, String id, String timestamp, byte[] body) {
    var head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(secret.hmac(head, body));
  }
}
