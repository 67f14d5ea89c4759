package dev.belfry.server.listen;

import static dev.belfry.engine.signing.StandardWebhooks.ID;
import static dev.belfry.engine.signing.StandardWebhooks.SIGNATURE;
import static dev.belfry.engine.signing.StandardWebhooks.TIMESTAMP;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.PublicKey;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What requests of {@code belfry} webhooks are signed with. */
public final class StandardWebhooksScheme implements SignatureScheme {

  @Override
  public String name() {
    return "Standard Webhooks";
  }

  @Override
  public boolean carriedBy(Request request) {
    return request.header(SIGNATURE).isPresent();
  }

  @Override
  public Optional<String> faultIn(String secret) {
    try {
      if (PublicKey.isOne(secret)) {
        PublicKey.parse(secret);
      } else {
        WebhookSecret.parse(secret);
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Override
  public Verdict verify(List<String> secrets, Request request, Instant now) {
    var keys = secrets.stream().filter(PublicKey::isOne).map(PublicKey::parse).toList();
    var shared = secrets.stream().filter(secret -> !PublicKey.isOne(secret));
    return new Verifier(shared.map(WebhookSecret::parse).toList(), keys)
        .verify(
            value(request, ID),
            value(request, TIMESTAMP),
            value(request, SIGNATURE),
            request.body(),
            now);
  }

  private static @Nullable String value(Request request, String header) {
    return request.header(header).orElse(null);
  }
}
