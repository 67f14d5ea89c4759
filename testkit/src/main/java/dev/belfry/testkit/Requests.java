package dev.belfry.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a receiver has received: all counted, the latest kept up to bounds in number and bytes. */
final class Requests {

  private static final int KEPT = 200_000;
  private static final long KEPT_BYTES = 256L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final ArrayDeque<ReceivedRequest> kept = new ArrayDeque<>();
  private long bytes;
  private int count;

  void add(ReceivedRequest request) {
    lock.lock();
    try {
      kept.add(request);
      bytes += request.body().length;
      while (kept.size() > KEPT || bytes > KEPT_BYTES) {
        bytes -= kept.remove().body().length;
      }
      count++;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedRequest> all() {
    lock.lock();
    try {
      return List.copyOf(kept);
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      kept.clear();
      bytes = 0;
      count = 0;
    } finally {
      lock.unlock();
    }
  }

  boolean await(int wanted, Duration limit) {
    var left = limit.toNanos();
    lock.lock();
    try {
      while (count < wanted && left > 0) {
        left = grown.awaitNanos(left);
      }
      return count >= wanted;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
