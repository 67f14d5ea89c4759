package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.RUN;
import static dev.belfry.dialects.apify.ApifyRig.body;
import static dev.belfry.dialects.apify.ApifyRig.header;
import static dev.belfry.dialects.apify.ApifyRig.runData;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.CodedReceiver;
import dev.belfry.dialects.rig.Ground;
import dev.belfry.engine.egress.HeaderRules;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.TestCertificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's checklist, items 91 to 99, 105 and 110 to 113: the requests that are sent. */
class DeliveryTest extends ApifyTest {

  @Test
  void item_91_to_97_and_110_112_when_it_is_delivered_then_the_request_is_the_vendors() {
    var id =
        rig.given(
            webhook(
                "\"headersTemplate\":\"{\\\"Authorization\\\":\\\"Bearer abc\\\","
                    + "\\\"X-Run\\\":{{resource.id}},\\\"user-agent\\\":\\\"mine\\\","
                    + "\\\"HOST\\\":\\\"evil\\\",\\\"content-TYPE\\\":\\\"x\\\",\\\"N\\\":{{resource.n}},"
                    + "\\\"x-apify-webhook-dispatch-id\\\":\\\"x\\\"}\""));

    rig.event(SUCCEEDED, runData());

    var request = rig.onlyRequest();
    var dispatch = rig.dispatchWithCalls(id, 1);
    assertThat(request.url()).hasToString("https://receiver.test/in?k=1");
    assertThat(header(request, "Content-Type")).isEqualTo("application/json");
    assertThat(header(request, "X-Apify-Webhook")).isEqualTo("yo");
    assertThat(header(request, "X-Apify-Request-Origin")).isEqualTo("WEBHOOK");
    assertThat(header(request, "X-Apify-Webhook-Dispatch-Id"))
        .isEqualTo(dispatch.path("id").asString());
    assertThat(header(request, "Authorization")).isEqualTo("Bearer abc");
    assertThat(header(request, "User-Agent")).isEqualTo("mine");
    assertThat(header(request, "X-Run")).isEqualTo(RUN);
    assertThat(header(request, "N")).isEqualTo("1");
    assertThat(header(request, "Host")).isNull();
    assertThat(body(request))
        .isEqualTo(
            "{\"userId\":\"%s\",\"createdAt\":\"%s\",\"eventType\":\"ACTOR.RUN.SUCCEEDED\","
                    .formatted(
                        dispatch.path("userId").asString(), dispatch.path("createdAt").asString())
                + "\"eventData\":{\"actorId\":\"%s\",\"actorRunId\":\"%s\"},".formatted(ACTOR, RUN)
                + "\"resource\":{\"id\":\"%s\",\"n\":1}}".formatted(RUN));
    assertThat(dispatch.path("eventData").path("actorRunId").asString()).isEqualTo(RUN);
  }

  @Test
  void T51_when_what_is_filled_in_is_hostile_then_no_header_or_byte_of_its_own_is_sent() {
    rig.given(
        webhook(
            "\"shouldInterpolateStrings\":true",
            "\"headersTemplate\":\"{\\\"X-Plain\\\":{{resource.v}},"
                + "\\\"X-Inner\\\":\\\"a {{resource.v}} b\\\"}\""));
    var hostile =
        List.of(
            "a\\r\\nX-Evil: 1",
            "a\\nTransfer-Encoding: chunked",
            "\\u0000",
            "\\u010a\\u010dX-Evil: 1",
            "\\u2028",
            " lead",
            "{{resource.id}}",
            "\\\",\\\"X-Evil\\\":\\\"1",
            "x".repeat(9000));

    for (var value : hostile) {
      rig.event(
          SUCCEEDED,
          """
          {"eventData":{"actorId":"%s","actorRunId":"%s"},"resource":{"id":"%s","v":"%s"}}
          """
              .formatted(ACTOR, RUN, RUN, value));
    }
    rig.settle();

    assertThat(rig.receiver.received)
        .isNotEmpty()
        .allSatisfy(request -> {
          assertThat(ApifyRig.headerNames(request))
              .doesNotContain("X-Evil", "Transfer-Encoding")
              .allSatisfy(name -> assertThat(HeaderRules.faultInRequest(name, "")).isEmpty());
          assertThat(request.headers())
              .allSatisfy(header ->
                  assertThat(HeaderRules.faultInRequest(header.name(), header.value())).isEmpty());
        });
  }

  @Test
  void item_97_and_105_when_nothing_is_said_of_it_then_no_credentials_and_certificates_checked() {
    rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    assertThat(header(rig.onlyRequest(), "Authorization")).isNull();
    assertThat(rig.receiver.received.getFirst().tls().verify()).isTrue();

    rig.given(webhookOn("actorId", ACTOR, "ACTOR.RUN.FAILED", "\"ignoreSslErrors\":true"));
    rig.event("ACTOR.RUN.FAILED", runData());
    rig.settle();
    assertThat(rig.receiver.received.getLast().tls().verify()).isFalse();
  }

  @Test
  void item_98_when_the_target_is_our_own_api_then_no_token_is_added_as_documented() {
    rig.given(webhook().replace("receiver.test/in", "belfry.example/apify/v2/webhooks"));

    rig.event(SUCCEEDED, runData());

    assertThat(header(rig.onlyRequest(), "Authorization")).isNull();
  }

  @Test
  void item_105_when_the_certificate_is_self_signed_then_it_fails_unless_errors_are_ignored() {
    rig.close();
    var tls = TestCertificate.of("127.0.0.1").context();
    try (var sender = HttpSender.open(Ground.OPEN, SenderSettings.usual());
        var target = FakeReceiver.startTls(tls)) {
      rig = new ApifyRig(folder, sender);
      var url = target.url("/in").toString();
      var careful = rig.given(webhook().replace("https://receiver.test/in?k=1", url));
      var careless =
          rig.given(
              webhook("\"ignoreSslErrors\":true").replace("https://receiver.test/in?k=1", url));

      rig.event(SUCCEEDED, runData());

      var refused = rig.dispatchWithCalls(careful, 1);
      assertThat(refused.path("status").asString()).isEqualTo("ACTIVE");
      assertThat(refused.path("calls").get(0).path("errorMessage").asString())
          .startsWith("Failed to handle dispatch:");
      assertThat(rig.dispatchWithCalls(careless, 1).path("status").asString())
          .isEqualTo("SUCCEEDED");
      rig.settle();
      assertThat(target.count()).isEqualTo(1);
      rig.clock.advance(Duration.ofMinutes(2));
      assertThat(rig.dispatchWithCalls(careful, 2).path("status").asString()).isEqualTo("ACTIVE");
    }
  }

  @Test
  void item_113_when_the_date_is_asked_for_in_seconds_then_it_is_that_of_the_dispatch() {
    var id =
        rig.given(
            webhook(
                "\"payloadTemplate\":\"{\\\"s\\\":{{globals.dateUnix}},"
                    + "\\\"t\\\":{{globals.dateISO}}}\""));

    rig.event(SUCCEEDED, runData());

    var at = rig.dispatchWithCalls(id, 1).path("createdAt").asString();
    var seconds = java.time.Instant.parse(at).getEpochSecond();
    assertThat(body(rig.onlyRequest())).isEqualTo("{\"s\":" + seconds + ",\"t\":\"" + at + "\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void item_99_when_the_status_is_2xx_then_it_has_succeeded(int status) {
    rig.receiver.answers = _ -> CodedReceiver.answer(status, "");
    var id = rig.given(webhook());

    rig.event(SUCCEEDED, runData());

    assertThat(rig.dispatchWithCalls(id, 1).path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(rig.get("/webhooks/" + id).data().path("stats").path("totalDispatches").asInt())
        .isEqualTo(1);
  }
}
