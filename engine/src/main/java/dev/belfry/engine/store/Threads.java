package dev.belfry.engine.store;

/** Waiting for threads to end. */
final class Threads {

  private Threads() {}

  /** Waits to the end, also when interrupted; the interrupt is kept for later. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
