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

/** Senders that post without pause until told to stop, and note what was acknowledged. */
final class Producers implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Integer, AtomicInteger> otherStatuses = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  Producers(String url, Ledger ledger, int count) {
    var target = URI.create(url + "/v1/events");
    for (int i = 0; i < count; i++) {
      threads.add(Thread.startVirtualThread(() -> produce(target, ledger)));
    }
  }

  private void produce(URI target, Ledger ledger) {
    while (!stopped) {
      var number = ledger.nextNumber();
      var request =
          HttpRequest.newBuilder(target)
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + Child.KEY)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"type":"count.grown","id":"%d","data":{"number":%d}}\
                      """
                          .formatted(number, number)))
              .build();
      try {
        var status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status == 202) {
          ledger.acknowledge(number);
        } else {
          otherStatuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
        }
      } catch (IOException _) {
        return;
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Answers other than 202, and how often each came. */
  Map<Integer, AtomicInteger> otherStatuses() {
    return otherStatuses;
  }

  /** Waits until all have ended. */
  void join() {
    for (var thread : threads) {
      try {
        thread.join(Duration.ofSeconds(25));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void stop() {
    stopped = true;
    join();
  }

  @Override
  public void close() {
    stop();
    client.shutdownNow();
  }
}
