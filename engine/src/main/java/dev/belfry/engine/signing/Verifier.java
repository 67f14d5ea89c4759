package dev.belfry.engine.signing;

import dev.belfry.engine.signing.Verdict.Bad;
import dev.belfry.engine.signing.Verdict.Good;
import dev.belfry.engine.signing.Verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests signed as Standard Webhooks 1.0.0 says, the way a careful receiver does: whole
 * signatures are compared, in constant time, and only within a window around the present.
 */
public final class Verifier {

  /** How far a timestamp may lie in the past or the future. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final int LONGEST_HEADER = 8192;

  private final List<WebhookSecret> secrets;

  /**
   * @param secrets any one of them will do
   */
  public Verifier(List<WebhookSecret> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Checks one request.
   *
   * @param id the header {@code webhook-id}, null if there is none
   * @param timestamp the header {@code webhook-timestamp}
   * @param signatures the header {@code webhook-signature}: one or more, in any order; versions
   *     unknown here are passed over
   * @param body the bytes received
   * @param now whole seconds count, the rest is dropped
   */
  public Verdict verify(
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      byte[] body,
      Instant now) {
    if (id == null || timestamp == null || signatures == null) {
      var missing = id == null ? "id" : timestamp == null ? "timestamp" : "signature";
      return new Bad(Reason.MISSING, "there is no header webhook-" + missing);
    }
    if (!StandardWebhooks.isSignable(id)) {
      return new Bad(Reason.MALFORMED, "webhook-id is empty or has a full stop");
    }
    if (!SECONDS.matcher(timestamp).matches()) {
      return new Bad(Reason.MALFORMED, "webhook-timestamp is no count of seconds since 1970");
    }
    if (signatures.length() > LONGEST_HEADER) {
      return new Bad(Reason.MALFORMED, "webhook-signature is longer than " + LONGEST_HEADER);
    }
    var age = now.getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(age) > WINDOW.toSeconds()) {
      return outside(age);
    }
    return compare(id, timestamp, signatures, body);
  }

  private static Bad outside(long age) {
    return age > 0
        ? new Bad(Reason.TOO_OLD, "signed %d s ago, over %d".formatted(age, WINDOW.toSeconds()))
        : new Bad(
            Reason.TOO_NEW,
            "signed %d s in the future, over %d".formatted(-age, WINDOW.toSeconds()));
  }

  private Verdict compare(String id, String timestamp, String signatures, byte[] body) {
    var candidates =
        Arrays.stream(signatures.split(" ", -1))
            .filter(signature -> signature.startsWith(StandardWebhooks.V1))
            .map(signature -> signature.substring(StandardWebhooks.V1.length()))
            .map(signature -> signature.getBytes(StandardCharsets.UTF_8))
            .toList();
    if (candidates.isEmpty()) {
      return new Bad(Reason.UNKNOWN_VERSION, "webhook-signature has none of version v1");
    }
    var good = false;
    for (var secret : secrets) {
      var right =
          StandardWebhooks.signature(secret, id, timestamp, body)
              .getBytes(StandardCharsets.US_ASCII);
      for (var candidate : candidates) {
        good |= MessageDigest.isEqual(right, candidate);
      }
    }
    return good
        ? new Good()
        : new Bad(Reason.NO_MATCH, "no signature fits: another secret, or a changed request");
  }
}
