package dev.belfry.engine.delivery;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lanes that want more from the store, a few at a time: after a start it may be all of them, and
 * the store has only a few readers.
 */
final class Loads {

  private static final int MOST_AT_ONCE = 8;

  private final ArrayDeque<Lane> waiting = new ArrayDeque<>();
  private final Consumer<Lane> load;
  private int running;

  /**
   * @param load may wait, must not throw
   */
  Loads(Consumer<Lane> load) {
    this.load = load;
  }

  /** Takes a note only. A lane asks once, and again only after its load. */
  void want(Lane lane) {
    synchronized (waiting) {
      waiting.add(lane);
      if (running == MOST_AT_ONCE) {
        return;
      }
      running++;
    }
    Thread.startVirtualThread(this::run);
  }

  private void run() {
    for (var lane = next(); lane != null; lane = next()) {
      load.accept(lane);
    }
  }

  private @Nullable Lane next() {
    synchronized (waiting) {
      var lane = waiting.poll();
      if (lane == null) {
        running--;
      }
      return lane;
    }
  }
}
