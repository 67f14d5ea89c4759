package dev.belfry.dialects.belfry;

import dev.belfry.engine.signing.SigningKey;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What our webhooks sign with: a shared secret always, and a key pair where {@code v1a} is asked
 * for. Of each kind the first is in force; those after it sign until they end.
 */
final class Secrets {

  /** Of signatures. */
  static final List<String> VERSIONS = List.of("v1", "v1a");

  /** Of each kind: more would make the header long, and nobody rotates so often. */
  private static final int MOST_OLD = 10;

  private Secrets() {}

  /** Makes the key pair that is asked for and missing, and drops those no longer asked for. */
  static Registration withKeys(Registration registration) {
    var isAsked = registration.signatures().contains("v1a");
    var hasOne = registration.secrets().stream().anyMatch(Secrets::isKey);
    if (isAsked == hasOne) {
      return registration;
    }
    var secrets = new ArrayList<>(registration.secrets());
    if (isAsked) {
      secrets.add(new Secret(SigningKey.generate().text(), null));
    } else {
      secrets.removeIf(Secrets::isKey);
    }
    return registration.with(secrets);
  }

  /**
   * New ones of each kind; those before sign too until then.
   *
   * @param until not after now, and those before end at once, all of them
   */
  static Registration rotated(Registration old, Instant now, Instant until) {
    var secrets = new ArrayList<Secret>();
    secrets.add(new Secret(WebhookSecret.generate().text(), null));
    secrets.addAll(ending(old, false, now, until));
    if (old.secrets().stream().anyMatch(Secrets::isKey)) {
      secrets.add(new Secret(SigningKey.generate().text(), null));
      secrets.addAll(ending(old, true, now, until));
    }
    return old.with(secrets);
  }

  static boolean isKey(Secret secret) {
    return SigningKey.isOne(secret.text());
  }

  private static List<Secret> ending(Registration old, boolean keys, Instant now, Instant until) {
    return old.secrets().stream()
        .filter(secret -> isKey(secret) == keys)
        .map(secret -> endingBy(secret, until))
        .filter(secret -> secret.signsAt(now))
        .sorted(Comparator.comparing(Secrets::end).reversed())
        .limit(MOST_OLD)
        .toList();
  }

  private static Secret endingBy(Secret secret, Instant until) {
    var ends = secret.validUntil();
    return ends != null && ends.isBefore(until) ? secret : new Secret(secret.text(), until);
  }

  private static Instant end(Secret secret) {
    var until = secret.validUntil();
    return until == null ? Instant.MAX : until;
  }
}
