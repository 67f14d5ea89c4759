package dev.belfry.bench.floor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Group commit: while one batch is being synced the next gathers, and goes to the disk as a whole.
 * A failed write or sync ends the process at once with exit code 3.
 */
final class Log {

  private final Ring ring;
  private final Consumer<List<Entry>> synced;
  private List<Entry> gathering = new ArrayList<>();
  private boolean waiting;

  /**
   * @param synced told each batch once it is on disk
   */
  Log(Ring ring, Consumer<List<Entry>> synced) {
    this.ring = ring;
    this.synced = synced;
  }

  void start() {
    Thread.ofPlatform().name("floor-log").start(this::run);
  }

  synchronized void add(Entry entry) {
    gathering.add(entry);
    if (waiting) {
      waiting = false;
      notifyAll();
    }
  }

  private void run() {
    try {
      while (true) {
        var batch = take();
        ring.append(batch);
        synced.accept(batch);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("Floor: the log failed: " + e);
      Runtime.getRuntime().halt(3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Entry> take() throws InterruptedException {
    while (gathering.isEmpty()) {
      waiting = true;
      wait();
    }
    var batch = gathering;
    gathering = new ArrayList<>(batch.size() + 16);
    return batch;
  }
}
