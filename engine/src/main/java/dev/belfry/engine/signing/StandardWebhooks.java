package dev.belfry.engine.signing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

/**
 * Signs requests as Standard Webhooks 1.0.0 says: in its version {@code v1} with shared secrets, in
 * {@code v1a} with key pairs.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks 1.0.0, Signature scheme</a>
 */
public final class StandardWebhooks {

  /** Header with the delivery's id, the same at every attempt. */
  public static final String ID = "webhook-id";

  /** Header with the seconds since 1970 at which the attempt is made. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** Header with one signature for each secret and key, space between them. */
  public static final String SIGNATURE = "webhook-signature";

  static final String V1 = "v1,";
  static final String V1A = "v1a,";

  private final List<WebhookSecret> secrets;
  private final List<SigningKey> keys;

  /**
   * @param secrets the one in force first, then those of rotations not yet over; each signs
   */
  public StandardWebhooks(List<WebhookSecret> secrets) {
    this(secrets, List.of());
  }

  /**
   * @param secrets the one in force first, then those of rotations not yet over; each signs
   * @param keys the same
   */
  public StandardWebhooks(List<WebhookSecret> secrets, List<SigningKey> keys) {
    if (secrets.isEmpty() && keys.isEmpty()) {
      throw new IllegalArgumentException("nothing to sign with");
    }
    this.secrets = List.copyOf(secrets);
    this.keys = List.copyOf(keys);
  }

  /**
   * Signs one attempt.
   *
   * @param id the delivery's id, the same at every attempt
   * @param at when the attempt is made; whole seconds count, the rest is dropped
   * @param body the bytes sent, after the template
   * @return the {@code webhook-signature} header: for each secret {@code v1,} and the HMAC-SHA256
   *     in Base64, for each key {@code v1a,} and the Ed25519 signature in Base64
   * @throws IllegalArgumentException if the id is empty or has a full stop, which would let a
   *     sender shift the borders of the signed text
   */
  public String sign(String id, Instant at, byte[] body) {
    if (!isSignable(id)) {
      throw new IllegalArgumentException("an id must not be empty nor have a full stop: " + id);
    }
    var timestamp = Long.toString(at.getEpochSecond());
    var signatures = new StringJoiner(" ");
    for (var secret : secrets) {
      signatures.add(V1 + signature(secret, id, timestamp, body));
    }
    if (!keys.isEmpty()) {
      var message = message(id, timestamp, body);
      for (var key : keys) {
        signatures.add(V1A + Base64.getEncoder().encodeToString(key.sign(message)));
      }
    }
    return signatures.toString();
  }

  /** What is signed, whole. */
  static byte[] message(String id, String timestamp, byte[] body) {
    var head = head(id, timestamp);
    var message = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return message;
  }

  static boolean isSignable(String id) {
    return !id.isEmpty() && id.indexOf('.') < 0;
  }

  static String signature(WebhookSecret secret, String id, String timestamp, byte[] body) {
    return Base64.getEncoder().encodeToString(secret.hmac(head(id, timestamp), body));
  }

  private static byte[] head(String id, String timestamp) {
    return (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
  }
}
