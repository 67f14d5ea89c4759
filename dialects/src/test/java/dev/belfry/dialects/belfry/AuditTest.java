package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  @Test
  void when_things_are_changed_then_the_log_tells_who_what_and_how_it_was_before_T82(
      @TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var tenant = rig.givenTenant();
      var key = rig.givenKey(tenant);
      var id = rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
      rig.patch(
          "/v1/webhooks/" + id,
          key,
          """
          {"name":"n","filter":"data.a == 1","url":"https://b.example/?token=topsecret",
           "auth":{"type":"bearer","token":"topsecret"}}\
          """);
      rig.post("/v1/webhooks/" + id + "/pause", key, null);
      rig.post("/v1/webhooks/" + id + "/secret/rotations", key, "{}");
      rig.call("PUT", "/v1/event-types/a", key, "{}");
      rig.delete("/v1/event-types/a", key);
      rig.delete("/v1/webhooks/" + id, ApiRig.ADMIN, "Belfry-Tenant", tenant.value());

      var log = rig.get("/v1/audit", key).body().get("data");

      assertThat(log.valueStream().map(entry -> entry.get("action").asString()))
          .containsExactly(
              "webhook.deleted",
              "event_type.deleted",
              "event_type.created",
              "webhook.secret_rotated",
              "webhook.paused",
              "webhook.changed",
              "webhook.created",
              "key.created",
              "tenant.created");
      assertThat(log.get(0).get("actor").asString()).isEqualTo("admin");
      assertThat(log.get(1).get("actor").asString()).startsWith("key_");
      assertThat(log.get(0).get("object").asString()).isEqualTo(id);
      assertThat(log.get(5).get("detail").toString())
          .isEqualTo(
              "{\"name\":{\"before\":\"\",\"after\":\"n\"},"
                  + "\"filter\":{\"before\":null,\"after\":\"data.a == 1\"},"
                  + "\"url\":{\"before\":\"https://a.example\",\"after\":\"https://b.example\"},"
                  + "\"auth\":\"(changed)\"}");
      assertThat(log.get(4).get("detail").get("state").get("after").asString()).isEqualTo("paused");
      assertThat(log.get(3).get("detail").toString()).isEqualTo("{\"secret\":\"(changed)\"}");
      assertThat(log.toString()).doesNotContain("topsecret", "whsec_");
      assertThat(rig.get("/v1/audit", rig.givenKey()).body().get("data")).hasSize(2);
    }
  }

  @Test
  void when_the_log_is_paged_then_every_entry_comes_once_newest_first(@TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var other = rig.givenKey();
      var tenant = rig.givenTenant();
      var key = rig.givenKey(tenant);
      for (int i = 0; i < 12; i++) {
        rig.givenWebhook(i % 2 == 0 ? key : other, "{\"url\":\"https://a.example/\"}");
      }
      var seen = new ArrayList<String>();
      var cursor = "";
      do {
        var page = rig.get("/v1/audit?limit=3" + cursor, key).body();
        page.get("data").forEach(entry -> seen.add(entry.get("id").asString()));
        cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
      } while (cursor != null);

      assertThat(seen)
          .hasSize(8)
          .doesNotHaveDuplicates()
          .isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(rig.get("/v1/audit?until=2000-01-01T00:00:00Z", key).body().get("data")).isEmpty();
      assertThat(rig.get("/v1/audit?cursor=x", key).status()).isEqualTo(400);
    }
  }
}
