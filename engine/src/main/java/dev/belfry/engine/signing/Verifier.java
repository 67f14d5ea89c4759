package dev.belfry.engine.signing;

import dev.belfry.engine.signing.Verdict.Bad;
import dev.belfry.engine.signing.Verdict.Good;
import dev.belfry.engine.signing.Verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
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
  private static final byte[] NOTHING = {};

  /** Checking an asymmetric signature is costly: nobody sends more in earnest. */
  private static final int MOST_TRIED = 16;

  private final List<WebhookSecret> secrets;
  private final List<PublicKey> keys;

  /**
   * @param secrets any one of them will do
   */
  public Verifier(List<WebhookSecret> secrets) {
    this(secrets, List.of());
  }

  /**
   * @param secrets any one of them will do
   * @param keys or any one of these, for signatures of version {@code v1a}
   */
  public Verifier(List<WebhookSecret> secrets, List<PublicKey> keys) {
    this.secrets = List.copyOf(secrets);
    this.keys = List.copyOf(keys);
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
    var shared = given(signatures, StandardWebhooks.V1);
    var asymmetric = given(signatures, StandardWebhooks.V1A);
    if ((secrets.isEmpty() || shared.isEmpty()) && (keys.isEmpty() || asymmetric.isEmpty())) {
      return new Bad(Reason.UNKNOWN_VERSION, "webhook-signature has none of version " + versions());
    }
    var good = false;
    for (var secret : secrets) {
      var right =
          StandardWebhooks.signature(secret, id, timestamp, body)
              .getBytes(StandardCharsets.US_ASCII);
      for (var candidate : shared) {
        good |= MessageDigest.isEqual(right, candidate.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (!good && !keys.isEmpty() && !asymmetric.isEmpty()) {
      good = isSignedByAKey(StandardWebhooks.message(id, timestamp, body), asymmetric);
    }
    return good
        ? new Good()
        : new Bad(Reason.NO_MATCH, "no signature fits: another secret, or a changed request");
  }

  private boolean isSignedByAKey(byte[] message, List<String> candidates) {
    for (var candidate : candidates.subList(0, Math.min(MOST_TRIED, candidates.size()))) {
      var signature = decoded(candidate);
      if (keys.stream().anyMatch(key -> key.verify(message, signature))) {
        return true;
      }
    }
    return false;
  }

  private String versions() {
    return keys.isEmpty() ? "v1" : secrets.isEmpty() ? "v1a" : "v1 or v1a";
  }

  private static List<String> given(String signatures, String version) {
    return Arrays.stream(signatures.split(" ", -1))
        .filter(signature -> signature.startsWith(version))
        .map(signature -> signature.substring(version.length()))
        .toList();
  }

  /** Only one written form is taken, so that no changed signature passes. */
  private static byte[] decoded(String candidate) {
    try {
      var bytes = Base64.getDecoder().decode(candidate);
      return Base64.getEncoder().encodeToString(bytes).equals(candidate) ? bytes : NOTHING;
    } catch (IllegalArgumentException _) {
      return NOTHING;
    }
  }
}
