package dev.belfry.server.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Senders that post without pause until told to stop, and note what was acknowledged. Each fourth
 * sends batches.
 */
public final class Producers implements AutoCloseable {

  private static final int BATCH = 100;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Integer, AtomicInteger> otherStatuses = new ConcurrentHashMap<>();
  private final Waits admitted = new Waits();
  private final Waits refused = new Waits();
  private volatile boolean stopped;

  public Producers(String url, Ledger ledger, int count) {
    var target = URI.create(url + "/v1/events");
    for (int i = 0; i < count; i++) {
      int batch = i % 4 == 3 ? BATCH : 1;
      threads.add(Thread.startVirtualThread(() -> produce(target, ledger, batch)));
    }
  }

  private void produce(URI target, Ledger ledger, int batch) {
    while (!stopped) {
      var numbers = IntStream.range(0, batch).mapToObj(_ -> ledger.nextNumber()).toList();
      var request =
          HttpRequest.newBuilder(target)
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + Child.KEY)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body(numbers)))
              .build();
      var began = System.nanoTime();
      try {
        var status = client.send(request, BodyHandlers.discarding()).statusCode();
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (status == 202) {
          numbers.forEach(ledger::acknowledge);
          admitted.add(took);
        } else {
          refused.add(took);
          otherStatuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
        }
      } catch (IOException _) {
        return;
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** One event, or a batch of them. */
  private static String body(List<Integer> numbers) {
    var events = numbers.stream().map(Producers::event).toList();
    return events.size() == 1 ? events.getFirst() : "[" + String.join(",", events) + "]";
  }

  private static String event(int number) {
    return """
    {"type":"count.grown","id":"%d","data":{"number":%d}}\
    """
        .formatted(number, number);
  }

  /** Answers other than 202, and how often each came. */
  public Map<Integer, AtomicInteger> otherStatuses() {
    return otherStatuses;
  }

  /** How long the answers took that were 202. */
  public Waits admitted() {
    return admitted;
  }

  /** How long all other answers took. */
  public Waits refused() {
    return refused;
  }

  /** Waits until all have ended. */
  public void join() {
    for (var thread : threads) {
      try {
        thread.join(Duration.ofSeconds(25));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public void stop() {
    stopped = true;
    join();
  }

  @Override
  public void close() {
    stop();
    client.shutdownNow();
  }
}
