package dev.belfry.dialects.belfry.delivery;

import static dev.belfry.dialects.belfry.delivery.Samples.NOON;
import static dev.belfry.dialects.belfry.delivery.Samples.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.Callback.Occasion;
import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.Webhook;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BelfryCallbackTest {

  private static final DeliveryId DELIVERY = new DeliveryId(99);
  private static final Secret OLD =
      new Secret("whsec_" + Base64.getEncoder().encodeToString(new byte[32]), NOON.plusSeconds(60));
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final Protocol protocol = BelfryProtocol.of("1.2.3");
  private final Event event = Samples.event(Samples.json("{\"total\":1}"));

  @Test
  void when_a_request_is_prepared_then_it_is_a_post_with_the_headers_in_order() {
    var request = request(Samples.webhook(Map.of("X-Mine", "1"), null), event, NOON);

    assertThat(protocol.dialect()).isEqualTo("belfry");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.url()).isEqualTo(URI.create("https://example.com/in?a=1"));
    assertThat(request.pool()).isEqualTo("acme");
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(request.tls()).isEqualTo(TlsChoice.USUAL);
    assertThat(request.body()).isEqualTo(CloudEventBody.structured(event));
    assertThat(request.headers())
        .containsExactly(
            new Header("webhook-id", DELIVERY.toString()),
            new Header("webhook-timestamp", "1772366400"),
            new Header("webhook-signature", header(request, "webhook-signature")),
            new Header("user-agent", "Belfry/1.2.3"),
            new Header("content-type", "application/cloudevents+json"),
            new Header("X-Mine", "1"));
    assertVerifies(request, SECRET, NOON);
  }

  @Test
  void when_it_is_attempted_again_then_id_and_body_are_the_same_and_the_signature_is_new() {
    var first = request(Samples.webhook(), event, NOON);
    var later = request(Samples.webhook(), event, NOON.plusSeconds(86_400));

    assertThat(later.body()).isEqualTo(first.body());
    assertThat(header(later, "webhook-id")).isEqualTo(header(first, "webhook-id"));
    assertThat(header(later, "webhook-timestamp")).isEqualTo("1772452800");
    assertThat(header(later, "webhook-signature")).isNotEqualTo(header(first, "webhook-signature"));
    assertVerifies(later, SECRET, NOON.plusSeconds(86_400));
  }

  @Test
  void when_a_secret_is_being_rotated_then_both_sign_until_the_old_one_ends() {
    var webhook = Samples.webhook(List.of(SECRET, OLD));

    var during = request(webhook, event, NOON.plusSeconds(59));
    var after = request(webhook, event, NOON.plusSeconds(60));

    assertThat(header(during, "webhook-signature").split(" ")).hasSize(2);
    assertVerifies(during, SECRET, NOON.plusSeconds(59));
    assertVerifies(during, OLD, NOON.plusSeconds(59));
    assertThat(header(after, "webhook-signature").split(" ")).hasSize(1);
    assertVerifies(after, SECRET, NOON.plusSeconds(60));
  }

  @Test
  void when_the_event_has_a_traceparent_then_it_is_a_header_in_both_modes() {
    var traced = Samples.event(Map.of("traceparent", TRACE));

    assertThat(header(request(Samples.webhook(), traced, NOON), "traceparent")).isEqualTo(TRACE);
    var binary = request(Samples.binaryWebhook(), traced, NOON);
    assertThat(header(binary, "traceparent")).isEqualTo(TRACE);
    assertThat(header(binary, "ce-traceparent")).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "00-4BF9-1-01", TRACE + "\r\nx-evil: 1", TRACE + " "})
  void when_the_traceparent_is_none_then_it_is_no_header(String text) {
    var request = request(Samples.webhook(), Samples.event(Map.of("traceparent", text)), NOON);

    assertThat(request.headers()).noneMatch(header -> header.name().equals("traceparent"));
  }

  @Test
  void when_the_webhook_authenticates_then_its_credentials_are_a_header() {
    var basic = Samples.webhook(Map.of(), new Auth.Basic("Aladdin", "open sesame"));
    var basicUtf8 = Samples.webhook(Map.of(), new Auth.Basic("test", "123\u00a3"));
    var bearer = Samples.webhook(Map.of(), new Auth.Bearer("abc"));

    // The two examples of RFC 7617.
    assertThat(header(request(basic, event, NOON), "authorization"))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(header(request(basicUtf8, event, NOON), "authorization"))
        .isEqualTo("Basic dGVzdDoxMjPCow==");
    assertThat(header(request(bearer, event, NOON), "authorization")).isEqualTo("Bearer abc");
  }

  @Test
  void when_the_webhooks_headers_name_what_the_protocol_owns_then_the_protocols_are_sent() {
    var own = new LinkedHashMap<String, String>();
    for (var name :
        List.of("Webhook-ID", "User-Agent", "CONTENT-TYPE", "Ce-Type", "Authorization")) {
      own.put(name, "mine");
    }
    own.put("X-Mine", "1");

    var withAuth = request(Samples.webhook(own, new Auth.Bearer("abc")), event, NOON);
    var without = request(Samples.webhook(own, null), event, NOON);

    assertThat(withAuth.headers()).noneMatch(header -> header.value().equals("mine"));
    assertThat(withAuth.headers()).contains(new Header("X-Mine", "1"));
    assertThat(without.headers().stream().filter(header -> header.value().equals("mine")))
        .containsExactly(new Header("Authorization", "mine"));
  }

  @Test
  void when_the_mode_is_binary_then_what_is_signed_is_the_bare_data() {
    var request = request(Samples.binaryWebhook(), event, NOON);

    assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"total\":1}");
    assertVerifies(request, SECRET, NOON);
  }

  private OutgoingRequest request(Webhook webhook, Event about, Instant at) {
    var prepared = protocol.callback().prepare(new Occasion(webhook, DELIVERY, about, 1, at));
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    return ((Prepared.Ready) prepared).request();
  }

  private static String header(OutgoingRequest request, String name) {
    var values =
        request.headers().stream()
            .filter(header -> header.name().equals(name))
            .map(Header::value)
            .toList();
    assertThat(values).as(name).hasSize(1);
    return values.getFirst();
  }

  private static void assertVerifies(OutgoingRequest request, Secret secret, Instant now) {
    var verdict =
        new Verifier(List.of(WebhookSecret.parse(secret.text())))
            .verify(
                header(request, "webhook-id"),
                header(request, "webhook-timestamp"),
                header(request, "webhook-signature"),
                request.body(),
                now);
    assertThat(verdict).isInstanceOf(Verdict.Good.class);
  }
}
