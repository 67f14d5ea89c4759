package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, killed while events go through it; the ledger says what was lost. */
class CrashTest {

  private static final int KILLS = Integer.getInteger("belfry.kills", 6);
  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final int PRODUCERS = 8;
  private static final Duration READY = Duration.ofSeconds(3);

  /**
   * What may be under way at once for one webhook of the usual settings, and its unrecorded rest.
   */
  private static final int MOST_REPEATS_A_KILL = 4096;

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private FakeReceiver receiver = FakeReceiver.start();

  @BeforeEach
  void listen() {
    receiver
        .script()
        .always(
            Reply.chosen(request -> {
              ledger.arrive(
                  request.header("webhook-id").orElse("none"),
                  new String(request.body(), StandardCharsets.UTF_8));
              return Reply.ok();
            }));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  /** T01. */
  @Test
  void when_the_process_is_killed_again_and_again_then_nothing_acknowledged_is_lost() {
    var random = new Random(1);
    var ready = new ArrayList<Duration>();
    givenWebhook();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var child = start();
          var producers = new Producers(child.url(), ledger, PRODUCERS)) {
        ready.add(child.readyAfter());
        pause(Duration.ofMillis(50 + random.nextInt(2450)));
        child.kill();
        producers.join();
      }
    }

    assertAllArrives();
    System.out.printf(
        "T01: %d kills, %d acknowledged, %d lost, %d repeats, ready after at most %d ms%n",
        KILLS,
        ledger.acknowledged(),
        ledger.missing(),
        ledger.repeats(),
        ready.stream().mapToLong(Duration::toMillis).max().orElse(0));
    assertThat(ledger.acknowledged()).isGreaterThan(KILLS * (LONG ? 1_000 : 10));
    assertThat(ready)
        .allMatch(after -> after.compareTo(LONG ? READY : READY.multipliedBy(10)) <= 0);
    assertThat(ledger.repeats()).isLessThanOrEqualTo(KILLS * MOST_REPEATS_A_KILL);
  }

  /** T15. */
  @Test
  void when_it_is_killed_between_storing_and_answering_then_the_sender_may_ask_again() {
    givenWebhook();
    var event =
        """
        {"type":"count.grown","id":"once","source":"/shop","data":{"number":1}}\
        """;
    var dying =
        Child.start(
            folder.resolve("data"),
            folder.resolve("log"),
            "-Dbelfry.failpoint=" + Failpoint.BEFORE_HAND_OVER.label());
    assertThat(dying).isNotNull();
    try (dying) {
      assertThatThrownBy(() -> post(dying.url() + "/v1/events", event))
          .hasMessageContaining("no answer");
      assertThat(dying.await(Duration.ofSeconds(60))).isEqualTo(137);
    }

    try (var child = start()) {
      var again = post(child.url() + "/v1/events", event);

      assertThat(again.statusCode()).isEqualTo(202);
      assertThat(again.body()).contains("\"deliveries\":1", "\"duplicate\":true");
      assertThat(post(child.url() + "/v1/events", event).body()).isEqualTo(again.body());
      Eventually.holds("it arrives", Duration.ofSeconds(60), () -> ledger.arrivals() == 1);
      child.stop();
    }
    assertThat(ledger.arrivals()).isEqualTo(1);
  }

  /** T10. */
  @Test
  void when_the_process_is_told_to_end_under_load_then_it_ends_in_time_and_loses_nothing() {
    givenWebhook();
    for (int stop = 0; stop < Math.max(2, KILLS / 3); stop++) {
      try (var child = start();
          var producers = new Producers(child.url(), ledger, PRODUCERS)) {
        pause(Duration.ofMillis(600));
        var began = System.nanoTime();

        var code = child.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isLessThan(Duration.ofSeconds(LONG ? 10 : 30));
        assertThat(code).isZero();
        producers.stop();
        assertThat(producers.otherStatuses().keySet()).isSubsetOf(503);
      }
    }

    assertAllArrives();
    assertThat(ledger.repeats()).isZero();
  }

  private Child start() {
    var child = Child.start(folder.resolve("data"), folder.resolve("log"));
    assertThat(child).as("a server that starts; its log is in " + folder).isNotNull();
    return child;
  }

  private void givenWebhook() {
    try (var child = start()) {
      var answer =
          post(
              child.url() + "/v1/webhooks",
              """
              {"url":"%s","types":["count.*"],"maxInFlight":64}\
              """
                  .formatted(receiver.url("/in")));
      assertThat(answer.statusCode()).isEqualTo(201);
      child.stop();
    }
  }

  private void assertAllArrives() {
    try (var child = start()) {
      Eventually.holds(
          "all that was acknowledged arrives", Duration.ofSeconds(60), () -> ledger.missing() == 0);
      assertThat(child.isAlive()).isTrue();
      child.stop();
    }
    assertThat(ledger.unstable()).isEmpty();
  }

  private static HttpResponse<String> post(String url, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + Child.KEY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A kill comes at a random time: this is the one place that lets time pass. */
  private static void pause(Duration duration) {
    var until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
