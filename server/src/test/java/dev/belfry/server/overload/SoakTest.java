package dev.belfry.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import dev.belfry.server.crash.Ledger;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long time at a steady pace, every twentieth attempt failing: nothing may pile up. */
class SoakTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final Duration EACH = Duration.ofSeconds(LONG ? 600 : 8);
  private static final int KILLS = LONG ? 3 : 1;
  private static final int PER_SECOND = LONG ? 1000 : 200;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private final AtomicInteger attempts = new AtomicInteger();

  /** What a process holds on to. */
  private record Held(long heapKib, long descriptors, long threads) {}

  @Test
  void T21_when_it_runs_for_long_and_is_killed_now_and_then_then_nothing_piles_up_or_is_lost()
      throws Exception {
    try (var receiver = FakeReceiver.start()) {
      receiver
          .script()
          .always(
              Reply.chosen(request -> {
                if (attempts.incrementAndGet() % 20 == 0) {
                  return Reply.status(500);
                }
                ledger.arrive(
                    request.header("webhook-id").orElse("none"),
                    new String(request.body(), StandardCharsets.UTF_8));
                return Reply.ok();
              }));
      for (int kill = 0; kill <= KILLS; kill++) {
        try (var child = Child.start(folder.resolve("data"), folder.resolve("log"));
            var dev = new Sender(child.url(), Child.KEY, null)) {
          if (kill == 0) {
            dev.post(
                "/v1/webhooks",
                "{\"url\":\""
                    + receiver.url("/in")
                    + "\",\"retry\":{\"schedule\":[\"1s\",\"1s\",\"1s\",\"1s\",\"1s\"]}}");
          }
          run(dev, EACH.dividedBy(2));
          var before = held(child);
          run(dev, EACH.dividedBy(2));
          settle();
          assertHolds(before, held(child));
          if (kill < KILLS) {
            killUnderWay(child, dev);
          }
          child.kill();
        }
      }
    }
    assertThat(ledger.missing()).isZero();
    assertThat(ledger.acknowledged()).isGreaterThan(PER_SECOND);
  }

  private void run(Sender dev, Duration time) {
    var began = System.nanoTime();
    var end = began + time.toNanos();
    for (long sent = 0; System.nanoTime() < end; sent++) {
      var number = ledger.nextNumber();
      var answer = dev.post("/v1/events", "{\"type\":\"a\",\"data\":{\"number\":" + number + "}}");
      if (answer.statusCode() == 202) {
        ledger.acknowledge(number);
      }
      var next = began + sent * 1_000_000_000L / PER_SECOND;
      LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
    }
  }

  /** While events come in, go out and wait for their next attempt. */
  private void killUnderWay(Child child, Sender dev) throws InterruptedException {
    var before = ledger.acknowledged();
    var sending =
        Thread.startVirtualThread(() -> {
          try {
            run(dev, Duration.ofMinutes(5));
          } catch (UncheckedIOException _) {
            // killed
          }
        });
    Eventually.holds(
        "some are under way",
        Duration.ofSeconds(60),
        () -> ledger.acknowledged() >= before + PER_SECOND / 2 && ledger.missing() > 0);
    child.kill();
    sending.join();
    System.out.printf(
        "T21: killed after %d more events, with %d still to arrive%n",
        ledger.acknowledged() - before, ledger.missing());
  }

  private void settle() {
    Eventually.holds("all arrive", Duration.ofSeconds(60), () -> ledger.missing() == 0);
  }

  private static void assertHolds(Held before, Held after) {
    System.out.printf("T21: held before %s, after %s%n", before, after);
    var wider = LONG ? 1.0 : 10.0;
    assertThat(after.heapKib).isLessThan((long) (before.heapKib * (1 + 0.05 * wider)) + 1024);
    assertThat(after.descriptors).isLessThan((long) (before.descriptors * (1 + 0.02 * wider)) + 8);
    assertThat(after.threads).isLessThan((long) (before.threads * (1 + 0.02 * wider)) + 8);
  }

  private static Held held(Child child) throws IOException, InterruptedException {
    jcmd(child, "GC.run");
    var heap = USED.matcher(jcmd(child, "GC.heap_info"));
    var used = 0L;
    while (heap.find()) {
      used += Long.parseLong(heap.group(1));
    }
    assertThat(used).isPositive();
    return new Held(used, count(child, "fd"), count(child, "task"));
  }

  private static long count(Child child, String what) throws IOException {
    try (var files = Files.list(Path.of("/proc", String.valueOf(child.pid()), what))) {
      return files.count();
    }
  }

  private static String jcmd(Child child, String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(child.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }
}
