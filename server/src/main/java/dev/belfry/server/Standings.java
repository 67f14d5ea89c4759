package dev.belfry.server;

import dev.belfry.engine.Engine;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.server.ops.Metrics.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** How things stand, asked of the store at most once a second however many figures are shown. */
final class Standings implements Supplier<Standing> {

  static final List<String> LANE_STATES = List.of("busy", "waiting", "tripped");

  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  private final SqliteDatabase database;
  private final Engine engine;
  private Standing last;
  private long lastAt;

  Standings(SqliteDatabase database, Engine engine) {
    this.database = database;
    this.engine = engine;
    last = ask();
    lastAt = System.nanoTime();
  }

  @Override
  public synchronized Standing get() {
    if (System.nanoTime() - lastAt > KEPT_NANOS) {
      last = ask();
      lastAt = System.nanoTime();
    }
    return last;
  }

  private Standing ask() {
    var standing = engine.deliveries().standing();
    var due = standing.oldestDue();
    var late = due == null ? Duration.ZERO : Duration.between(due, Instant.now());
    return new Standing(
        standing.pending(),
        Math.max(0, late.toMillis() / 1000.0),
        database.logBytes(),
        engine.deliverer().laneStates());
  }
}
