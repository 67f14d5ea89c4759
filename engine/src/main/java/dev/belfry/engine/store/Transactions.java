package dev.belfry.engine.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs transactions and tells how long each took. */
final class Transactions {

  private final Database database;
  private final CommitterEvents events;

  Transactions(Database database, CommitterEvents events) {
    this.database = database;
    this.events = events;
  }

  <T extends @Nullable Object> T run(Database.Work<T> work) {
    var began = System.nanoTime();
    T result = database.write(work);
    events.synced(Duration.ofNanos(System.nanoTime() - began));
    return result;
  }

  void refused(RuntimeException why) {
    events.refused(why);
  }
}
