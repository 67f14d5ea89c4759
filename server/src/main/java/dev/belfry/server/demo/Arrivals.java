package dev.belfry.server.demo;

import dev.belfry.server.listen.Check;
import dev.belfry.server.listen.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which of the events that must arrive have done so, with a good signature. */
final class Arrivals {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final TreeSet<String> missing = new TreeSet<>();

  Arrivals(List<Story> stories) {
    for (var story : stories) {
      story.types().forEach(type -> missing.add(name(story.dialect(), type)));
    }
  }

  /** Takes note of a request; one that is badly signed does not count. */
  void note(Received received) {
    if (!(received.check() instanceof Check.Good)) {
      return;
    }
    var body = new String(received.request().body(), StandardCharsets.UTF_8);
    lock.lock();
    try {
      missing.removeIf(name -> {
        int space = name.indexOf(' ');
        return received.request().path().equals("/" + name.substring(0, space))
            && body.contains("\"" + name.substring(space + 1) + "\"");
      });
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all arrived; what is missing when time is up. */
  List<String> await(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!missing.isEmpty() && left > 0) {
        left = more.awaitNanos(left);
      }
      return new ArrayList<>(missing);
    } finally {
      lock.unlock();
    }
  }

  private static String name(String dialect, String type) {
    return dialect + " " + type;
  }
}
