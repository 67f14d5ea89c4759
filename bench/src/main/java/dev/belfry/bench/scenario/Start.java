package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Manner;
import dev.belfry.bench.program.WebhookWish;
import dev.belfry.bench.report.Check;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How soon the program is there, and there again after a kill with requests in flight. */
public final class Start implements Scenario {

  private static final double MIB = 1 << 20;
  private static final int CONNECTIONS = 16;

  /** How long requests may take to be in flight, all that may be. */
  private static final Duration GATHERING = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "ready after start, memory when idle, ready and delivering again after kill -9";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    var story = new Story();
    try (var ground = Ground.open(stage, stage.program())) {
      story.figure("ready after start", ground.running().readyAfter().toMillis(), "ms");
      Thread.sleep(stage.length(10, 3));
      story.figure("idle RSS", ground.running().usage().memory() / MIB, "MiB");

      var inbox = ground.inbox();
      inbox.behave(Manner.HANG);
      var _ = ground.webhook(inbox, Steady.TYPE, List.of());
      var load = ground.countedLoad(Steady.TYPE, CONNECTIONS, stage.count(5000, 1000));
      ground.finish(load);
      long until = System.nanoTime() + GATHERING.toNanos();
      ground.await(
          System::nanoTime,
          () -> inbox.seen() >= WebhookWish.MAX_IN_FLIGHT || System.nanoTime() - until > 0);
      long inFlight = inbox.seen();
      story.figure("in flight at the kill", inFlight, "");
      story.check(new Check("in flight at the kill", inFlight > 0, Long.toString(inFlight)));

      inbox.behave(Manner.ANSWER);
      ground.receiver().restart(inbox);
      ground.killAndRestart();
      story.figure("ready after kill", ground.running().readyAfter().toMillis(), "ms");
      ground.drained(inbox, load.accepted());

      long readyAt = ground.running().readyAt();
      story.figure("first redelivery after ready", millis(inbox.firstAt() - readyAt), "ms");
      story.figure("all delivered after ready", millis(inbox.lastAt() - readyAt), "ms");
      story.checkLoad(load);
      story.checkReceipts(ground.receipts(inbox), load);
      story.check(Check.equal("events", stage.count(5000, 1000), load.accepted()));
      return List.of(story.round(name(), stage.program().name()));
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
