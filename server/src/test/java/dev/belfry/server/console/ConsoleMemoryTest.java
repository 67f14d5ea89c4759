package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.server.Program;
import dev.belfry.testkit.Eventually;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the console keeps after it has answered takes little, whatever was sent. */
class ConsoleMemoryTest {

  private static final int MIB = 1024 * 1024;
  private static final int SWEEPS = 12;
  private static final String PAD = "x".repeat(8 * MIB);
  private static final String UNKNOWN = new DeliveryId(1).toString();

  private final ConsoleRig rig = new ConsoleRig(Map.of());
  private final String cookie = rig.signIn(Program.DEV_SECRET);
  private final String proof = rig.proof("/console/deliveries", cookie);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_sweeps_ended_then_what_was_sent_with_them_is_not_kept() {
    sweep(Map.of("do", "retry", "id", UNKNOWN, "pad", PAD));
    var before = usedHeap();

    for (int i = 0; i < SWEEPS; i++) {
      sweep(Map.of("do", "retry", "id", UNKNOWN, "pad", PAD));
    }

    assertThat(usedHeap() - before).isLessThan(SWEEPS * PAD.length() / 3);
  }

  @Test
  void when_what_was_chosen_is_no_id_of_a_delivery_then_nothing_begins() {
    var answer = begin(Map.of("do", "retry", "id", "x".repeat(1000)));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location").orElseThrow()).endsWith("said=none-chosen");
  }

  @Test
  @Timeout(20) // the feed itself goes on for an hour
  void when_something_is_sent_with_the_live_feed_then_it_is_refused_since_it_would_be_kept() {
    var answer = rig.send("GET", "/console/live/feed", Map.of("Cookie", cookie), "x");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  /** Begins one and waits for its end. */
  private void sweep(Map<String, String> form) {
    var shown = begin(form).headers().firstValue("location").orElseThrow();
    assertThat(shown).contains("/deliveries/many/");
    Eventually.holds(
        "the sweep ended",
        Duration.ofSeconds(60),
        () -> rig.get(shown, cookie).body().contains("1 could not be"));
  }

  private HttpResponse<String> begin(Map<String, String> form) {
    var all = new HashMap<>(form);
    all.put("proof", proof);
    return rig.post("/console/deliveries", cookie, all);
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
