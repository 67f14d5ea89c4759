package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks of our own dialect whose events go out together. */
class BatchTest {

  @TempDir Path folder;
  private ApiRig rig;
  private String key;
  private FakeReceiver receiver;

  @BeforeEach
  void open() {
    rig = new ApiRig(folder);
    key = rig.givenKey();
    receiver = FakeReceiver.start();
  }

  @AfterEach
  void close() {
    rig.close();
    receiver.close();
  }

  private ApiRig.Answer given(String more) {
    var answer =
        rig.post(
            "/v1/webhooks",
            key,
            "{\"url\":\"%s\",\"batch\":{\"maxEvents\":3,\"maxDelay\":\"400ms\"}%s}"
                .formatted(receiver.url("/in"), more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  private void fire(int from, int count) {
    for (int i = from; i < from + count; i++) {
      var event = "{\"type\":\"n\",\"id\":\"%d\",\"data\":{\"n\":%d}}".formatted(i, i);
      assertThat(rig.post("/v1/events", key, event).status()).isEqualTo(202);
    }
  }

  private static List<String> ids(ReceivedRequest request) {
    return Json.read(request.body()).valueStream().map(one -> one.get("id").stringValue()).toList();
  }

  private String stats(String id, String name) {
    return rig.get("/v1/webhooks/" + id, key).body().at("/stats/" + name).toString();
  }

  @Test
  void when_enough_have_gathered_or_time_is_up_then_they_go_out_as_one_signed_batch() {
    var made = given("");
    var id = made.body().get("id").stringValue();
    assertThat(made.body().get("batch").toString())
        .isEqualTo("{\"maxEvents\":3,\"maxDelay\":\"400ms\"}");

    fire(1, 7);

    Eventually.holds("delivered", ApiRig.SOON, () -> stats(id, "delivered").equals("7"));
    var requests = receiver.requests();
    assertThat(requests.stream().flatMap(request -> ids(request).stream()))
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7");
    assertThat(requests)
        .allSatisfy(request -> {
          assertThat(ids(request)).hasSizeBetween(1, 3);
          assertThat(request.headers("content-type"))
              .containsExactly("application/cloudevents-batch+json");
          assertThat(Json.read(request.body()).get(0).get("specversion").stringValue())
              .isEqualTo("1.0");
          assertThat(
                  new Verifier(
                          List.of(WebhookSecret.parse(made.body().get("secret").stringValue())))
                      .verify(
                          request.header("webhook-id").orElse(null),
                          request.header("webhook-timestamp").orElse(null),
                          request.header("webhook-signature").orElse(null),
                          request.body(),
                          Instant.now(java.time.Clock.systemUTC())))
              .isInstanceOf(Verdict.Good.class);
        });
    assertThat(requests.stream().map(request -> request.header("webhook-id")).distinct())
        .hasSameSizeAs(requests);
    assertThat(stats(id, "owed")).isEqualTo("7");
    assertThat(stats(id, "attempts")).isEqualTo("" + requests.size());
  }

  @Test
  void when_a_batch_fails_then_the_same_is_sent_again_and_others_go_on() {
    receiver.script().next(Reply.status(500));
    var id =
        given(",\"retry\":{\"schedule\":[\"1s\"],\"jitter\":0}").body().get("id").stringValue();

    fire(1, 3);
    receiver.await(1, ApiRig.SOON);
    fire(4, 3);

    Eventually.holds("delivered", ApiRig.SOON, () -> stats(id, "delivered").equals("6"));
    var requests = receiver.requests();
    assertThat(requests).hasSize(3);
    assertThat(ids(requests.get(1))).containsExactly("4", "5", "6");
    assertThat(requests.get(2).text()).isEqualTo(requests.getFirst().text());
    assertThat(requests.get(2).header("webhook-id"))
        .isEqualTo(requests.getFirst().header("webhook-id"));
    var one = rig.get("/v1/deliveries", key).body().at("/data/5/id").stringValue();
    assertThat(rig.get("/v1/deliveries/" + one, key).body().get("attempts")).hasSize(2);
  }

  @Test
  void when_batches_are_wanted_no_more_then_what_was_gathered_stays_so() {
    receiver.script().next(Reply.status(500));
    var id =
        given(",\"retry\":{\"schedule\":[\"1s\"],\"jitter\":0}").body().get("id").stringValue();
    fire(1, 3);
    receiver.await(1, ApiRig.SOON);

    assertThat(
            rig.patch("/v1/webhooks/" + id, key, "{\"batch\":null}").body().get("batch").isNull())
        .isTrue();
    fire(4, 1);

    Eventually.holds("delivered", ApiRig.SOON, () -> stats(id, "delivered").equals("4"));
    assertThat(receiver.requests().stream().filter(one -> one.text().startsWith("["))).hasSize(2);
    assertThat(receiver.requests().stream().map(ReceivedRequest::text))
        .anySatisfy(text -> assertThat(text).startsWith("{").contains("\"id\":\"4\""));
  }

  @Test
  void when_it_is_tried_out_then_the_test_comes_as_a_batch_of_one() {
    var id = given("").body().get("id").stringValue();

    rig.post("/v1/webhooks/" + id + "/test", key, "");

    assertThat(Json.read(receiver.await(1, ApiRig.SOON).getFirst().body())).hasSize(1);
  }
}
