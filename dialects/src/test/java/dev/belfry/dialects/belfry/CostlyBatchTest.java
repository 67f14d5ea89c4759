package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostlyBatchTest {

  @Test
  void when_filters_take_too_long_for_a_batch_then_it_is_told_to_come_in_parts(
      @TempDir Path folder) {
    var clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z")); // so nothing rests
    try (var rig = new ApiRig(folder, clock)) {
      var key = rig.givenKey();
      rig.givenWebhook(
          key,
          """
          {"url":"https://receiver.example/in",
           "filter":"data.l.all(a, data.l.all(b, data.l.all(c, a + b + c >= 0)))"}
          """);
      var costly = "{\"type\":\"a\",\"data\":{\"l\":[" + "1,".repeat(3000) + "1]}}";
      var batch = "[" + String.join(",", Collections.nCopies(300, costly)) + "]";

      var answer = rig.post("/v1/events", key, batch);

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body().get("detail").asString())
          .startsWith(
              "Too costly: the filters of the tenant's webhooks take too long for these 300")
          .endsWith("Send fewer at once, or make the filters simpler.");
      assertThat(rig.get("/v1/events", key).body().get("data")).isEmpty();
    }
  }
}
