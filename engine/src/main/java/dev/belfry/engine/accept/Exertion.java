package dev.belfry.engine.accept;

import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds tenants to what their costly filters may take together: in the long run a quarter of a
 * core, so that the others keep the rest. Counted in the units of {@link
 * dev.belfry.engine.pattern.Budget}; usual filters do not count.
 */
final class Exertion {

  /** About 0.25 s of one core. */
  private static final double UNITS_A_SECOND = 800_000;

  private static final double AT_ONCE = 10 * UNITS_A_SECOND;

  private final InstantSource clock;
  private final Map<TenantId, Level> levels = new ConcurrentHashMap<>();

  Exertion(InstantSource clock) {
    this.clock = clock;
  }

  /** How much a tenant may still use, as of a time in milliseconds. */
  private record Level(double units, long at) {
    Level on(long now) {
      var more = now <= at ? 0 : (now - at) / 1000.0 * UNITS_A_SECOND;
      return new Level(Math.min(AT_ONCE, units + more), now);
    }
  }

  /** Begins with a request. */
  Request of(TenantId tenant, int events) {
    return new Request(tenant, events);
  }

  /** What the events of one request have taken so far. One thread's. */
  final class Request {
    private final TenantId tenant;
    private final int events;
    private int judged;
    private long units;

    private Request(TenantId tenant, int events) {
      this.tenant = tenant;
      this.events = events;
    }

    /**
     * Asked before each event: one that is costly by itself is still accepted.
     *
     * @throws OverLimit if the tenant's filters have used up what they may for now
     * @throws TooCostly if those of this request alone have used up all there can be
     */
    void demandRested() {
      if (levels.isEmpty()) {
        return;
      }
      var level = levels.computeIfPresent(tenant, (_, old) -> rested(old.on(clock.millis())));
      if (level == null || level.units >= 0) {
        return;
      }
      if (units >= AT_ONCE) {
        throw new TooCostly(judged, events);
      }
      throw new OverLimit(
          "more than the filters of the tenant's webhooks may take:"
              + " make them simpler, or send fewer events at once",
          Duration.ofMillis((long) Math.ceil((needed() - level.units) / UNITS_A_SECOND * 1000)),
          null);
    }

    /** Filters took so much for the next event. */
    void charge(long taken) {
      Exertion.this.charge(tenant, taken);
      units += taken;
      judged++;
    }

    /** For the whole request, if the rest of it is like its beginning. */
    private double needed() {
      return judged == 0 ? 0 : Math.min(AT_ONCE, (double) units / judged * events);
    }
  }

  /** Null, so that it is forgotten, once all may be used again. */
  private static @Nullable Level rested(Level level) {
    return level.units >= AT_ONCE ? null : level;
  }

  /** An event's filters took so much. */
  private void charge(TenantId tenant, long units) {
    if (units > 0) {
      var now = clock.millis();
      levels.compute(
          tenant,
          (_, old) -> {
            var level = old == null ? new Level(AT_ONCE, now) : old.on(now);
            return new Level(level.units - units, now);
          });
    }
  }
}
