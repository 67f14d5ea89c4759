package dev.belfry.engine.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Resolves names on a few platform threads, since the system's resolver pins its thread and cannot
 * be interrupted. Each answer is given to all who ask for the name; what is done with it is the
 * policy's to judge, every time.
 */
final class Names implements AutoCloseable {

  static final Duration BUDGET = Duration.ofSeconds(2);
  private static final long KEPT = Duration.ofSeconds(30).toNanos();
  private static final long MISS_KEPT = Duration.ofSeconds(5).toNanos();
  private static final int AT_ONCE_PER_POOL = 4;
  private static final int THREADS = 32;
  private static final int MOST_KEPT = 10_000;

  private final Lookup lookup;
  private final LongSupplier nanos;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Known>> asked = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * @param addresses empty if the name has none
   */
  private record Known(List<InetAddress> addresses, long until) {}

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Names(Lookup lookup, LongSupplier nanos) {
    this.lookup = lookup;
    this.nanos = nanos;
    var factory = Thread.ofPlatform().daemon().name("belfry-names-", 0).factory();
    threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The addresses of a name, at least one.
   *
   * @param pool at most 4 of its look-ups run at once
   * @param limit waited for at most, and never more than 2 s
   * @throws UnknownHostException if it has none, or none were found in time
   */
  List<InetAddress> resolve(String pool, String name, Duration limit)
      throws UnknownHostException, InterruptedException {
    var found = known.get(name);
    if (found == null || found.until() - nanos.getAsLong() <= 0) {
      found = ask(pool, name, limit.compareTo(BUDGET) < 0 ? limit : BUDGET);
    }
    if (found.addresses().isEmpty()) {
      throw new UnknownHostException("the name has no address");
    }
    return found.addresses();
  }

  private Known ask(String pool, String name, Duration limit)
      throws UnknownHostException, InterruptedException {
    var start = System.nanoTime();
    var running = asked.get(name);
    if (running == null) {
      running = start(pool, name, limit);
    }
    try {
      var left = limit.toNanos() - (System.nanoTime() - start);
      return running.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw tooLong();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look-up failed in an unforeseen way", e.getCause());
    }
  }

  private CompletableFuture<Known> start(String pool, String name, Duration limit)
      throws UnknownHostException, InterruptedException {
    var turn = turns.computeIfAbsent(pool, _ -> new Semaphore(AT_ONCE_PER_POOL));
    if (!turn.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw tooLong();
    }
    var mine = new CompletableFuture<Known>();
    var other = asked.putIfAbsent(name, mine);
    if (other != null) {
      turn.release();
      return other;
    }
    threads.execute(() -> {
      try {
        var answer = lookUp(name);
        asked.remove(name);
        mine.complete(answer);
      } catch (RuntimeException | Error e) {
        asked.remove(name);
        mine.completeExceptionally(e);
      } finally {
        turn.release();
      }
    });
    return mine;
  }

  private Known lookUp(String name) {
    Known answer;
    try {
      answer = new Known(List.copyOf(lookup.addresses(name)), nanos.getAsLong() + KEPT);
    } catch (UnknownHostException _) {
      answer = new Known(List.of(), nanos.getAsLong() + MISS_KEPT);
    }
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    known.put(name, answer);
    return answer;
  }

  private static UnknownHostException tooLong() {
    return new UnknownHostException("the name was not resolved in time");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
