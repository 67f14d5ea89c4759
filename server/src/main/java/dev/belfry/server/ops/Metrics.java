package dev.belfry.server.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Figures for Prometheus. No tenant stands in a label: there may be any number of them. */
public final class Metrics {

  private static final Duration[] DELIVERY_STEPS =
      millis(
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 60_000, 600_000, 3_600_000, 86_400_000);
  private static final Duration[] SYNC_STEPS = millis(1, 2, 5, 10, 20, 50, 100, 500, 1_000, 5_000);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter accepted =
      Counter.builder("belfry.events.accepted")
          .description("Events taken in and on disk.")
          .register(registry);
  private final Timer delivery =
      Timer.builder("belfry.delivery")
          .description("From the event's acceptance to its delivery.")
          .serviceLevelObjectives(DELIVERY_STEPS)
          .register(registry);
  private final Timer sync =
      Timer.builder("belfry.store.sync")
          .description("One commit of the store, synced to disk.")
          .serviceLevelObjectives(SYNC_STEPS)
          .register(registry);
  private final Map<String, Counter> attempts = new ConcurrentHashMap<>();
  private final Map<String, Counter> settled = new ConcurrentHashMap<>();

  /**
   * How things stand at one moment.
   *
   * @param pending deliveries not settled yet
   * @param oldestDueSeconds how long the one that is due the longest has been so
   * @param logBytes size of the store's log
   * @param lanes how many lanes are in which state
   */
  public record Standing(
      long pending, double oldestDueSeconds, long logBytes, Map<String, Long> lanes) {
    public Standing {
      lanes = Map.copyOf(lanes);
    }
  }

  /** Starts to count from zero. A rate needs a zero to begin with, so settled ones are told of. */
  public Metrics() {
    List.of("delivered", "dead", "cancelled").forEach(state -> settled(state, 0));
    bindMachine(registry);
  }

  /**
   * Shows how things stand, from now on.
   *
   * @param standing asked several times at each scrape; must be quick
   * @param laneStates all states that a lane may be in
   */
  public void show(Supplier<Standing> standing, List<String> laneStates) {
    gauge("belfry.deliveries.pending", "Deliveries not settled yet.", standing, Standing::pending)
        .register(registry);
    gauge(
            "belfry.oldest.due.seconds",
            "How long the delivery that is due the longest has been so.",
            standing,
            Standing::oldestDueSeconds)
        .register(registry);
    gauge("belfry.store.log.bytes", "Size of the store's log.", standing, Standing::logBytes)
        .register(registry);
    for (var state : laneStates) {
      gauge("belfry.lanes", "Lanes by state.", standing, now -> now.lanes().getOrDefault(state, 0L))
          .tag("state", state)
          .register(registry);
    }
  }

  /** Events were accepted and are on disk. */
  public void accepted(int events) {
    accepted.increment(events);
  }

  /**
   * An attempt was made.
   *
   * @param outcome a stable word; there are few of them
   */
  public void attempted(String outcome) {
    counter(attempts, "belfry.attempts", "Attempts made.", "outcome", outcome).increment();
  }

  /** Deliveries were settled in one way. */
  public void settled(String state, int count) {
    counter(settled, "belfry.deliveries.settled", "Deliveries settled.", "state", state)
        .increment(count);
  }

  /** One delivery arrived. */
  public void delivered(Duration sinceAccepted) {
    delivery.record(sinceAccepted);
  }

  /** The store synced a commit. */
  public void synced(Duration took) {
    sync.record(took);
  }

  /** All figures in Prometheus' text format. */
  public String text() {
    return registry.scrape();
  }

  private Counter counter(
      Map<String, Counter> counters, String name, String description, String label, String value) {
    return counters.computeIfAbsent(
        value,
        _ -> Counter.builder(name).description(description).tag(label, value).register(registry));
  }

  private static Gauge.Builder<Supplier<Standing>> gauge(
      String name,
      String description,
      Supplier<Standing> standing,
      ToDoubleFunction<Standing> figure) {
    return Gauge.builder(name, standing, now -> figure.applyAsDouble(now.get()))
        .description(description)
        .strongReference(true);
  }

  private static void bindMachine(MeterRegistry registry) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private static Duration[] millis(long... steps) {
    return LongStream.of(steps).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
