package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole program, killed while events gather: none is lost, none is in two settled batches. */
class GatheringCrashTest {

  private static final int KILLS = Math.max(3, Integer.getInteger("belfry.kills", 6) / 2);
  private static final int PRODUCERS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private final AtomicInteger requests = new AtomicInteger();

  /** By a batch's id: its bytes, at whichever attempt. */
  private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();

  /** By an event's number: the batches that told of it and were taken. */
  private final Map<Integer, Set<String>> settled = new ConcurrentHashMap<>();

  private FakeReceiver receiver = FakeReceiver.start();

  @BeforeEach
  void listen() {
    receiver.script().always(Reply.chosen(this::take));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Reply take(ReceivedRequest request) {
    var id = request.header("webhook-id").orElse("none");
    bodies.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(request.text());
    if (requests.incrementAndGet() % 7 == 3) {
      return Reply.status(500);
    }
    numbers(request.text())
        .forEach(number -> {
          ledger.arrive(id + " " + number, "{\"number\":" + number + "}");
          settled.computeIfAbsent(number, _ -> ConcurrentHashMap.newKeySet()).add(id);
        });
    return Reply.ok();
  }

  private static Stream<Integer> numbers(String body) {
    return NUMBER.matcher(body).results().map(found -> Integer.valueOf(found.group(1)));
  }

  @Test
  void when_the_process_is_killed_while_events_gather_then_none_is_lost_or_in_two_batches() {
    var random = new Random(7);
    var webhook = givenWebhook();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var child = start();
          var producers = new Producers(child.url(), ledger, PRODUCERS)) {
        pause(Duration.ofMillis(100 + random.nextInt(1500)));
        child.kill();
        producers.join();
      }
    }

    assertAllArrivesOnce(webhook);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failpoint.class,
      names = {
        "BEFORE_GATHERED",
        "AFTER_GATHERED",
        "BEFORE_SEND",
        "AFTER_ANSWER",
        "BEFORE_OUTCOME",
        "AFTER_OUTCOME",
        "AFTER_COMMIT"
      })
  void when_the_process_ends_at_a_named_point_then_none_is_lost_or_in_two_batches(Failpoint point) {
    var webhook = givenWebhook();
    var child =
        Child.start(
            folder.resolve("data"),
            folder.resolve("log"),
            "-Dbelfry.failpoint="
                + point.label()
                + (point == Failpoint.AFTER_COMMIT ? ":40" : ":3"));
    if (child != null) {
      try (child;
          var producers = new Producers(child.url(), ledger, PRODUCERS)) {
        assertThat(child.await(LIMIT)).isEqualTo(137);
        producers.join();
      }
    }

    assertAllArrivesOnce(webhook);
  }

  private void assertAllArrivesOnce(String webhook) {
    try (var child = start()) {
      Eventually.holds("all arrives", LIMIT, () -> ledger.missing() == 0);
      Eventually.holds("all is settled", LIMIT, () -> pending(child, webhook) == 0);
      child.stop();
    }
    assertThat(ledger.unstable()).isEmpty();
    assertThat(bodies.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(settled.values()).allSatisfy(batches -> assertThat(batches).hasSize(1));
    assertThat(bodies.values().stream().flatMap(Set::stream))
        .allSatisfy(body -> {
          var all = numbers(body).toList();
          assertThat(new HashSet<>(all)).hasSameSizeAs(all).hasSizeLessThanOrEqualTo(20);
        });
    assertThat(ledger.acknowledged()).isPositive();
  }

  private Child start() {
    var child = Child.start(folder.resolve("data"), folder.resolve("log"));
    assertThat(child).as("a server that starts; its log is in " + folder).isNotNull();
    return child;
  }

  private String givenWebhook() {
    try (var child = start()) {
      var made =
          ask(
              child.url() + "/v1/webhooks",
              """
              {"url":"%s","types":["count.*"],"batch":{"maxEvents":20,"maxDelay":"200ms"},
               "retry":{"schedule":["50ms","50ms","50ms","100ms","100ms","200ms"],"jitter":0}}\
              """
                  .formatted(receiver.url("/in")));
      child.stop();
      var id = Pattern.compile("\"id\":\"(wh_[^\"]+)\"").matcher(made);
      assertThat(id.find()).as(made).isTrue();
      return id.group(1);
    }
  }

  private static long pending(Child child, String webhook) {
    var found =
        Pattern.compile("\"pending\":(\\d+)")
            .matcher(ask(child.url() + "/v1/webhooks/" + webhook, ""));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  private static String ask(String url, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + Child.KEY)
            .header("Content-Type", "application/json");
    var whole =
        body.isEmpty()
            ? request.GET().build()
            : request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(whole, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A kill comes at a random time: this lets time pass. */
  private static void pause(Duration duration) {
    var until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
