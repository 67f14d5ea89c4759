package dev.belfry.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.ops.Metrics.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void when_things_happen_then_the_figures_have_the_promised_names() {
    var metrics = new Metrics();
    metrics.show(() -> new Standing(7, 1.5, 4096, Map.of("busy", 3L)), List.of("idle", "busy"));

    metrics.accepted(2);
    metrics.attempted("timeout");
    metrics.attempted("timeout");
    metrics.settled("dead", 4);
    metrics.delivered(Duration.ofMillis(30));
    metrics.synced(Duration.ofMillis(3));

    assertThat(metrics.text().lines())
        .contains(
            "belfry_events_accepted_total 2.0",
            "belfry_attempts_total{outcome=\"timeout\"} 2.0",
            "belfry_deliveries_settled_total{state=\"cancelled\"} 0.0",
            "belfry_deliveries_settled_total{state=\"dead\"} 4.0",
            "belfry_deliveries_pending 7.0",
            "belfry_oldest_due_seconds 1.5",
            "belfry_store_log_bytes 4096.0",
            "belfry_lanes{state=\"busy\"} 3.0",
            "belfry_lanes{state=\"idle\"} 0.0",
            "belfry_delivery_seconds_count 1",
            "belfry_delivery_seconds_bucket{le=\"0.05\"} 1",
            "belfry_delivery_seconds_bucket{le=\"0.02\"} 0",
            "belfry_store_sync_seconds_count 1")
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
  }
}
