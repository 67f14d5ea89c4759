package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.server.Failure;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** T02: the whole program ends while an event owed to very many webhooks is expanded in steps. */
class FanOutCrashTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String JSON = "application/json";

  /** Expanded in three steps. */
  private static final int WEBHOOKS = 1_100;

  @TempDir Path folder;

  @Test
  void when_the_process_ends_between_steps_and_at_the_start_then_each_webhook_is_owed_it_once()
      throws Exception {
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    try (var receiver = FakeReceiver.start()) {
      receiver
          .script("/in")
          .always(
              Reply.chosen(request -> {
                arrived.add(request.header("webhook-id").orElse("none"));
                return Reply.ok();
              }));
      givenWebhooks(receiver);

      try (var child = start(2)) {
        assertThat(child).isNotNull();
        send(child);
        assertThat(child.await(LIMIT)).as("it ends with a part made").isEqualTo(137);
      }
      try (var child = start(1)) { // it may end before it is ready
        assertThat(child == null ? 137 : child.await(LIMIT)).isEqualTo(137);
      }

      try (var child = start(0);
          var api = api(child)) {
        Eventually.holds("all arrive", LIMIT, () -> arrived.size() == WEBHOOKS);
        Eventually.holds(
            "all are recorded",
            LIMIT,
            () -> {
              var deliveries = onlyEvent(api).get("deliveries");
              return deliveries.get("delivered").asInt() == WEBHOOKS;
            });
        assertThat(onlyEvent(api).get("deliveries").get("pending").asInt()).isZero();
        var totals = api.get("/v1/stats?window=1h").json().get("totals");
        assertThat(totals.get("owed").asInt()).isEqualTo(WEBHOOKS);
        assertThat(totals.get("delivered").asInt()).isEqualTo(WEBHOOKS);
        assertThat(child.stop()).isZero();
      }
    }
    assertThat(arrived).hasSize(WEBHOOKS);
  }

  private void givenWebhooks(FakeReceiver receiver) throws Exception {
    var webhook = "{\"url\":\"%s\",\"types\":[\"wide\"]}".formatted(receiver.url("/in"));
    try (var child = start(0)) {
      assertThat(child).isNotNull();
      try (var makers = Executors.newFixedThreadPool(8)) {
        var making = new ArrayList<Future<?>>();
        for (int i = 0; i < 8; i++) {
          var count = WEBHOOKS / 8 + (i < WEBHOOKS % 8 ? 1 : 0);
          making.add(
              makers.submit(() -> {
                try (var api = api(child)) {
                  for (int n = 0; n < count; n++) {
                    api.post("/v1/webhooks", JSON, webhook).orFail();
                  }
                }
              }));
        }
        for (var one : making) {
          one.get();
        }
      }
      assertThat(child.stop()).isZero();
    }
  }

  /** The answer may be cut off. */
  private static void send(Child child) {
    try (var api = api(child)) {
      api.post("/v1/events", JSON, "{\"type\":\"wide\"}");
    } catch (Failure _) {
      // what was written before the end counts
    }
  }

  private static JsonNode onlyEvent(Api api) {
    var events = api.get("/v1/events").orFail().json().get("data");
    assertThat(events.size()).isEqualTo(1);
    return events.get(0);
  }

  /**
   * Null if it ends before it is ready.
   *
   * @param step before which it ends; 0 for none
   */
  private @Nullable Child start(int step) {
    var failpoint =
        "-D" + Failpoint.PROPERTY + "=" + Failpoint.BEFORE_FAN_OUT_STEP.label() + ":" + step;
    var data = folder.resolve("data");
    var log = folder.resolve("log");
    return step == 0 ? Child.start(data, log) : Child.start(data, log, failpoint);
  }

  private static Api api(@Nullable Child child) {
    assertThat(child).as("a server that starts").isNotNull();
    return new Api(URI.create(child.url()), Child.KEY, null);
  }
}
