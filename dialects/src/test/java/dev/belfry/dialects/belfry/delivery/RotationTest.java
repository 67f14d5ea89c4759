package dev.belfry.dialects.belfry.delivery;

import static dev.belfry.dialects.belfry.delivery.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.Callback.Occasion;
import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.webhook.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T60, T61: secrets in the time of a rotation, and fresh signatures at every attempt. */
class RotationTest {

  private static final int DELIVERIES = 10_000;

  private final WebhookSecret before = WebhookSecret.generate();
  private final WebhookSecret after = WebhookSecret.generate();

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1M", "PT24H", "P7D"})
  void when_10000_are_signed_across_a_rotation_then_old_and_new_verify_as_they_should_T61(
      String overlap) {
    var until = NOON.plus(Duration.parse(overlap));
    var webhook =
        Samples.webhook(List.of(new Secret(after.text(), null), new Secret(before.text(), until)));
    var span = Duration.parse(overlap).plusSeconds(100).multipliedBy(2);

    for (int i = 0; i < DELIVERIES; i++) {
      var at = NOON.plus(span.multipliedBy(i).dividedBy(DELIVERIES));
      var request = request(webhook, i, at);
      assertThat(isGood(request, after, at)).isTrue();
      assertThat(isGood(request, before, at))
          .as("%s of %s", at, until)
          .isEqualTo(at.isBefore(until));
    }
  }

  @Test
  void when_an_attempt_is_made_again_then_it_is_signed_anew_and_verifies_for_300_seconds_T60() {
    var webhook = Samples.webhook(List.of(new Secret(after.text(), null)));
    for (var wait : List.of(0, 5, 305, 7505, 260_000)) {
      var at = NOON.plusSeconds(wait);
      var request = request(webhook, 1, at);

      assertThat(header(request, "webhook-timestamp"))
          .isEqualTo(Long.toString(at.getEpochSecond()));
      for (var offset : List.of(-300, 0, 300)) {
        assertThat(isGood(request, after, at.plusSeconds(offset))).isTrue();
      }
      for (var offset : List.of(-301, 301)) {
        assertThat(isGood(request, after, at.plusSeconds(offset))).isFalse();
      }
    }
  }

  private static OutgoingRequest request(
      dev.belfry.engine.webhook.Webhook webhook, int number, Instant at) {
    var prepared =
        BelfryProtocol.of("1")
            .callback()
            .prepare(
                new Occasion(
                    webhook,
                    new DeliveryId(number),
                    Samples.event(Samples.json("{\"n\":" + number + "}")),
                    1,
                    at));
    return ((Prepared.Ready) prepared).request();
  }

  private static boolean isGood(OutgoingRequest request, WebhookSecret secret, Instant now) {
    return new Verifier(List.of(secret))
            .verify(
                header(request, "webhook-id"),
                header(request, "webhook-timestamp"),
                header(request, "webhook-signature"),
                request.body(),
                now)
        instanceof Verdict.Good;
  }

  private static String header(OutgoingRequest request, String name) {
    return request.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst()
        .orElseThrow();
  }
}
