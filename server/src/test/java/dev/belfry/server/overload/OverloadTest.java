package dev.belfry.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import dev.belfry.server.crash.Ledger;
import dev.belfry.server.crash.Producers;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program while one asks too much of it, or answers too badly. */
class OverloadTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");

  /** How long anybody else may wait; ten times wider where machines are shared. */
  private static final Duration SOON = Duration.ofMillis(LONG ? 500 : 5_000);

  /** Tenants that send little beside the one that floods. */
  private static final int QUIET = LONG ? 19 : 1;

  /** Attempts that the whole server has under way at most. */
  private static final int MOST_UNDER_WAY = 4_096;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<FakeReceiver> receivers = new ArrayList<>();
  private Child child;
  private Sender dev;

  @BeforeEach
  void start() {
    child = Child.start(folder.resolve("data"), folder.resolve("log"));
    dev = new Sender(child.url(), Child.KEY, null);
  }

  @AfterEach
  void close() {
    dev.close();
    child.close();
    receivers.forEach(FakeReceiver::close);
  }

  @Test
  void T29_when_a_tenant_floods_and_its_receiver_hangs_then_others_do_not_notice()
      throws IOException {
    var admin = Files.readString(folder.resolve("data/admin.key")).strip();
    var receiver = receiver();
    var hanging = receiver();
    hanging.script().always(Reply.after(Duration.ofMinutes(1), Reply.ok()));
    var flooding = new AtomicBoolean(true);
    var accepted = new AtomicInteger();
    var refused = Collections.synchronizedList(new ArrayList<String>());
    var quiet = new ArrayList<Sender>();
    try (var all = new Sender(child.url(), admin, null);
        var noisy = new Sender(child.url(), admin, "noisy")) {
      all.post("/v1/tenants", "{\"id\":\"noisy\",\"limits\":{\"eventsPerSecond\":20}}");
      givenWebhook(noisy, hanging.url("/hangs").toString(), "");
      for (int i = 0; i < QUIET; i++) {
        all.post("/v1/tenants", "{\"id\":\"quiet" + i + "\"}");
        quiet.add(new Sender(child.url(), admin, "quiet" + i));
        givenWebhook(quiet.get(i), receiver.url("/quiet").toString(), "");
      }
      var began = System.nanoTime();
      var flood =
          IntStream.range(0, 8)
              .mapToObj(_ ->
                  Thread.startVirtualThread(() -> {
                    while (flooding.get()) {
                      var answer = noisy.post("/v1/events", "{\"type\":\"noise\"}");
                      if (answer.statusCode() == 202) {
                        accepted.incrementAndGet();
                      } else {
                        refused.add(
                            answer.statusCode() + " " + answer.headers().firstValue("Retry-After"));
                      }
                    }
                  }))
              .toList();

      var slowest = Duration.ZERO;
      for (int i = 1; i <= 50; i++) {
        var sent = System.nanoTime();
        var one = quiet.get(i % QUIET);
        assertThat(one.post("/v1/events", "{\"type\":\"a\"}").statusCode()).isEqualTo(202);
        int count = i;
        Eventually.holds("it arrives", PATIENCE, () -> arrived(receiver, "/quiet") == count);
        slowest = longer(slowest, Duration.ofNanos(System.nanoTime() - sent));
      }
      flooding.set(false);
      join(flood);
      var seconds = (System.nanoTime() - began) / 1e9;

      System.out.printf(
          "T29: slowest of 50 of %d tenants beside a flood %d ms; of the flood %d accepted, %d"
              + " refused, at most %d under way%n",
          QUIET, slowest.toMillis(), accepted.get(), refused.size(), hanging.mostConcurrent());
      assertThat(hanging.mostConcurrent()).isBetween(1, MOST_UNDER_WAY / 10);
      assertThat(slowest).isLessThan(SOON);
      assertThat(refused).isNotEmpty().allMatch(one -> one.matches("429 Optional\\[\\d+]"));
      assertThat((double) accepted.get()).isLessThan(20 * (seconds + 2));
    } finally {
      quiet.forEach(Sender::close);
    }
  }

  @Test
  void T30_when_far_more_comes_than_fits_then_it_says_so_and_is_well_again_at_once() {
    var ledger = new Ledger();
    var receiver = receiver();
    receiver
        .script()
        .always(
            Reply.chosen(request -> {
              ledger.arrive(
                  request.header("webhook-id").orElse("none"),
                  new String(request.body(), StandardCharsets.UTF_8));
              return Reply.ok();
            }));
    givenWebhook(dev, receiver.url("/in").toString(), "");

    var began = System.nanoTime();
    try (var producers = new Producers(child.url(), ledger, 256)) {
      LockSupport.parkNanos(Duration.ofSeconds(LONG ? 300 : 3).toNanos());
      List<String> refused;
      try (var bodies = new LargeBodies(child.url())) {
        refused = bodies.awaitAnswers(PATIENCE);
      }
      producers.stop();
      var seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "T30: %d requests admitted, p99 %d ms; refused %s and %d of large ones, slowest %d ms;"
              + " goodput %.0f events/s%n",
          producers.admitted().count(),
          producers.admitted().percentile(99).toMillis(),
          producers.otherStatuses(),
          refused.size(),
          producers.refused().longest().toMillis(),
          ledger.acknowledged() / seconds);
      assertThat(producers.otherStatuses().keySet()).isSubsetOf(429, 503);
      assertThat(producers.admitted().count()).isPositive();
      assertThat(refused).isNotEmpty().allMatch(line -> line.startsWith("HTTP/1.1 503 "));
    }
    var sent = System.nanoTime();
    assertThat(dev.post("/v1/events", "{\"type\":\"other\"}").statusCode()).isEqualTo(202);
    var after = Duration.ofNanos(System.nanoTime() - sent);

    System.out.printf(
        "T30: %d acknowledged from 256 senders; the next one after %d ms%n",
        ledger.acknowledged(), after.toMillis());
    assertThat(after).isLessThan(SOON);
    Eventually.holds("all arrive", PATIENCE.multipliedBy(5), () -> ledger.missing() == 0);
    assertThat(ledger.repeats()).isZero();
  }

  @Test
  void T31_when_many_receivers_come_back_at_once_then_none_gets_more_than_it_may() {
    int endpoints = LONG ? 200 : 10;
    int each = LONG ? 500 : 40;
    var down = new ArrayList<Integer>();
    for (int i = 0; i < endpoints; i++) {
      try (var gone = FakeReceiver.start()) {
        down.add(gone.port());
      }
      givenWebhook(
          dev,
          "http://127.0.0.1:" + down.get(i) + "/in",
          ",\"types\":[\"storm\"],\"maxInFlight\":4,\"retry\":{\"schedule\":"
              + Collections.nCopies(30, "\"1s\"")
              + "}");
    }
    var healthy = receiver();
    givenWebhook(dev, healthy.url("/in").toString(), ",\"types\":[\"other\"]");
    for (int i = 0; i < each; i++) {
      dev.post("/v1/events", "{\"type\":\"storm\"}");
    }

    var began = System.nanoTime();
    var back = new ArrayList<FakeReceiver>();
    for (var port : down) {
      var receiver = FakeReceiver.start(port);
      receivers.add(receiver);
      receiver.script().always(Reply.after(Duration.ofMillis(20), Reply.ok()));
      back.add(receiver);
    }
    var slowest = Duration.ZERO;
    for (int i = 1; i <= 20; i++) {
      var sent = System.nanoTime();
      dev.post("/v1/events", "{\"type\":\"other\"}");
      healthy.await(i, PATIENCE);
      slowest = longer(slowest, Duration.ofNanos(System.nanoTime() - sent));
    }

    Eventually.holds(
        "all of it arrives",
        PATIENCE,
        () -> back.stream().allMatch(receiver -> receiver.count() >= each));
    System.out.printf(
        "T31: slowest of 20 beside the storm %d ms; all %d drained in %d ms%n",
        slowest.toMillis(),
        endpoints * each,
        Duration.ofNanos(System.nanoTime() - began).toMillis());
    assertThat(slowest).isLessThan(SOON);
    assertThat(back)
        .allSatisfy(receiver -> {
          assertThat(receiver.mostConcurrent()).isLessThanOrEqualTo(4);
          assertThat(receiver.count()).isEqualTo(each);
        });
  }

  @Test
  void T33_when_one_event_always_breaks_its_receiver_then_the_others_pass_it() {
    var receiver = receiver();
    receiver
        .script()
        .always(
            Reply.chosen(request ->
                new String(request.body(), StandardCharsets.UTF_8).contains("poison")
                    ? Reply.reset()
                    : Reply.ok()));
    givenWebhook(dev, receiver.url("/in").toString(), ",\"retry\":{\"schedule\":[\"1s\",\"1s\"]}");

    dev.post("/v1/events", "{\"type\":\"a\",\"data\":\"poison\"}");
    for (int i = 0; i < 30; i++) {
      dev.post("/v1/events", "{\"type\":\"a\",\"data\":\"good\"}");
    }

    Eventually.holds(
        "the good are delivered and the bad one is dead",
        PATIENCE,
        () ->
            count("/v1/deliveries?state=delivered") == 30
                && count("/v1/deliveries?state=dead") == 1);
    assertThat(receiver.count()).isEqualTo(33);
    assertThat(dev.get("/v1/webhooks").body()).contains("\"state\":\"active\"");
  }

  @Test
  void T49_when_webhooks_feed_events_back_then_the_circle_ends_by_itself() {
    var receiver = receiver();
    var auth = ",\"auth\":{\"type\":\"bearer\",\"token\":\"" + Child.KEY + "\"}";
    givenWebhook(dev, child.url() + "/v1/events", auth);
    givenWebhook(dev, child.url() + "/v1/events", auth + ",\"content\":\"binary\"");
    givenWebhook(dev, receiver.url("/in").toString(), "");

    dev.post("/v1/events", "{\"type\":\"named\",\"id\":\"one\"}");
    dev.post("/v1/events", "{\"type\":\"unnamed\"}");

    Eventually.holds(
        "nothing is left to deliver",
        PATIENCE,
        () -> receiver.count() >= 2 && count("/v1/deliveries?state=pending") == 0);
    assertThat(count("/v1/deliveries?state=delivered")).isBetween(6, 12);
    assertThat(count("/v1/deliveries?state=dead")).isZero();
  }

  private FakeReceiver receiver() {
    var receiver = FakeReceiver.start();
    receivers.add(receiver);
    return receiver;
  }

  private static void givenWebhook(Sender sender, String url, String more) {
    var answer = sender.post("/v1/webhooks", "{\"url\":\"" + url + "\"" + more + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private int count(String path) {
    return dev.get(path).body().split("\"id\":\"dlv_", -1).length - 1;
  }

  private static long arrived(FakeReceiver receiver, String path) {
    return receiver.requests().stream().filter(one -> one.path().equals(path)).count();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static void join(List<Thread> threads) {
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
