package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void when_events_went_out_then_the_figures_tell_of_them(@TempDir Path folder) {
    try (var rig = new ApiRig(folder);
        var receiver = FakeReceiver.start()) {
      var tenant = rig.givenTenant();
      var key = rig.givenKey(tenant);
      var webhook = rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/in") + "\"}");
      var paused =
          rig.givenWebhook(key, "{\"url\":\"https://b.example/\",\"types\":[\"order.*\"]}");
      rig.post("/v1/webhooks/" + paused + "/pause", key, null);
      for (int i = 0; i < 5; i++) {
        rig.post("/v1/events", key, "{\"type\":\"order.paid\"}");
      }
      Eventually.passes(
          LIMIT,
          () -> assertThat(rig.get("/v1/stats", key).body().get("delivered").asInt()).isEqualTo(5));

      var stats = rig.get("/v1/stats?window=24h", key).body();

      assertThat(stats.propertyNames())
          .containsExactly(
              "accepted",
              "owed",
              "delivered",
              "dead",
              "cancelled",
              "pending",
              "attempts",
              "oldestDueSeconds",
              "latencyMs",
              "totals",
              "webhooks");
      assertThat(stats.get("accepted").asInt()).isEqualTo(5);
      assertThat(stats.get("owed").asInt()).isEqualTo(10);
      assertThat(stats.get("pending").asInt()).isEqualTo(5);
      assertThat(stats.get("attempts").asInt()).isEqualTo(5);
      assertThat(stats.get("latencyMs").get("p95").asDouble()).isPositive();
      assertThat(stats.get("totals").toString())
          .isEqualTo(
              "{\"accepted\":5,\"owed\":10,\"delivered\":5,\"dead\":0,\"cancelled\":0,\"pending\":5}");
      var ofPaused = stats.get("webhooks").get(0);
      assertThat(ofPaused.get("id").asString()).isEqualTo(paused);
      assertThat(ofPaused.get("owed").asInt()).isEqualTo(5);
      assertThat(ofPaused.get("latencyMs").get("p50").isNull()).isTrue();
      assertThat(ofPaused.get("totals").get("pending").asInt()).isEqualTo(5);
      assertThat(stats.get("webhooks").get(1).get("id").asString()).isEqualTo(webhook);
      assertThat(stats.get("webhooks").get(1).get("delivered").asInt()).isEqualTo(5);
      assertThat(rig.get("/v1/stats", rig.givenKey()).body().get("owed").asInt()).isZero();
    }
  }

  @Test
  void when_the_window_is_none_or_the_tenant_not_named_then_it_is_400(@TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var key = rig.givenKey();

      assertThat(rig.get("/v1/stats?window=2h", key).status()).isEqualTo(400);
      assertThat(rig.get("/v1/stats?window=", key).status()).isEqualTo(400);
      assertThat(rig.get("/v1/stats?typo=1", key).status()).isEqualTo(400);
      assertThat(rig.get("/v1/stats", ApiRig.ADMIN).status()).isEqualTo(400);
      for (var window : new String[] {"1h", "24h", "7d"}) {
        assertThat(rig.get("/v1/stats?window=" + window, key).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void when_steps_are_asked_for_then_they_tell_the_same_minute_by_minute(@TempDir Path folder) {
    try (var rig = new ApiRig(folder);
        var receiver = FakeReceiver.start()) {
      var key = rig.givenKey(rig.givenTenant());
      var webhook = rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/in") + "\"}");
      var paused = rig.givenWebhook(key, "{\"url\":\"https://b.example/\"}");
      rig.post("/v1/webhooks/" + paused + "/pause", key, null);
      for (int i = 0; i < 5; i++) {
        rig.post("/v1/events", key, "{\"type\":\"order.paid\"}");
      }
      Eventually.passes(
          LIMIT,
          () -> assertThat(rig.get("/v1/stats", key).body().get("delivered").asInt()).isEqualTo(5));

      var ofAll = rig.get("/v1/admin/stats/steps", ApiRig.ADMIN).body();
      var ofTenant = rig.get("/v1/stats/steps?window=24h", key).body();
      var ofOne = rig.get("/v1/stats/steps?window=7d&webhook=" + webhook, key).body();

      assertThat(ofAll.get("data").size()).isEqualTo(61);
      assertThat(ofAll.get("stepSeconds").asInt()).isEqualTo(60);
      assertThat(ofAll.at("/sum/accepted").asInt()).isEqualTo(5);
      assertThat(ofTenant.get("data").size()).isEqualTo(145);
      assertThat(ofTenant.at("/sum/owed").asInt()).isEqualTo(10);
      assertThat(ofTenant.at("/sum/latencyMs/p50").asDouble()).isPositive();
      var now = ofTenant.at("/data/144");
      assertThat(now.get("accepted").asInt() + ofTenant.at("/data/143/accepted").asInt())
          .isEqualTo(5);
      assertThat(now.get("pending").asInt()).isEqualTo(5);
      assertThat(ofTenant.at("/data/0/pending").asInt()).isZero();
      assertThat(ofTenant.at("/data/0/latencyMs/p99").isNull()).isTrue();
      assertThat(ofOne.get("data").size()).isEqualTo(169);
      assertThat(ofOne.at("/sum/attempts").asInt()).isEqualTo(5);
      assertThat(ofOne.at("/data/168/pending").asInt()).isZero();
    }
  }

  @Test
  void when_steps_are_not_ones_own_then_they_are_not_found(@TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var key = rig.givenKey();
      var webhook =
          rig.givenWebhook(rig.givenKey(rig.givenTenant()), "{\"url\":\"https://a.example/\"}");

      assertThat(rig.get("/v1/stats/steps?webhook=" + webhook, key).status()).isEqualTo(404);
      assertThat(rig.get("/v1/stats/steps?webhook=wh_none", key).status()).isEqualTo(400);
      assertThat(rig.get("/v1/stats/steps?window=2h", key).status()).isEqualTo(400);
      assertThat(rig.get("/v1/stats/steps", ApiRig.ADMIN).status()).isEqualTo(400);
      assertThat(rig.get("/v1/admin/stats/steps", key).status()).isEqualTo(403);
    }
  }

  @Test
  void when_webhooks_of_several_tenants_fail_then_the_operator_sees_the_worst_first(
      @TempDir Path folder) {
    try (var rig = new ApiRig(folder);
        var receiver = FakeReceiver.start()) {
      receiver.script("/bad").always(Reply.status(500));
      var tenants = List.of(rig.givenTenant(), rig.givenTenant());
      var failing = new ArrayList<String>();
      for (int i = 0; i < 2; i++) {
        var key = rig.givenKey(tenants.get(i));
        failing.add(
            rig.givenWebhook(
                key,
                "{\"name\":\"Bad %d\",\"url\":\"%s\",\"retry\":{\"schedule\":[]}}"
                    .formatted(i, receiver.url("/bad"))));
        rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/good") + "\"}");
        for (int n = 0; n <= i; n++) {
          rig.post("/v1/events", key, "{\"type\":\"order.paid\"}");
        }
      }
      receiver.await(6, LIMIT);

      Eventually.passes(
          LIMIT,
          () -> {
            var worst = rig.get("/v1/admin/stats/worst", ApiRig.ADMIN).body().get("data");
            assertThat(worst.valueStream().map(one -> one.get("id").asString()))
                .containsExactlyElementsOf(failing.reversed());
            assertThat(worst.at("/0/failed").asInt()).isEqualTo(2);
            assertThat(worst.at("/0/tenant").asString()).isEqualTo(tenants.get(1).value());
            assertThat(worst.at("/0/name").asString()).isEqualTo("Bad 1");
            assertThat(worst.at("/1/failed").asInt()).isEqualTo(1);
          });
    }
  }
}
