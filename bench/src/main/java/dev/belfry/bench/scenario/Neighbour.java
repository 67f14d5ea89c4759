package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Inbox;
import dev.belfry.bench.load.Latencies;
import dev.belfry.bench.load.Load;
import dev.belfry.bench.load.Manner;
import dev.belfry.bench.load.Pace;
import dev.belfry.bench.report.Check;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a webhook that hangs costs another of the same tenant: the same load to the healthy one,
 * without and with the hanging, in turns on one running program.
 */
public final class Neighbour implements Scenario {

  private static final String HEALTHY = "bench.healthy";
  private static final String HANGING = "bench.hanging";
  private static final int PER_SECOND = 200;
  private static final int WAITING = 3000;
  private static final int CONNECTIONS = 16;

  @Override
  public String name() {
    return "neighbour";
  }

  @Override
  public String summary() {
    return "200 events/s to a healthy webhook, without and with one that hangs with 3,000 waiting";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    var rounds = new ArrayList<Round>();
    try (var ground = Ground.open(stage, stage.program())) {
      var inbox = ground.inbox();
      var _ = ground.webhook(inbox, HEALTHY, List.of());
      var loads = new ArrayList<Load>();
      var _ = measure(ground, inbox, stage.length(20, 8), loads);
      for (int i = 0; i < stage.count(3, 1); i++) {
        rounds.add(round(stage, ground, inbox, loads));
      }
    }
    return rounds;
  }

  private Round round(Stage stage, Ground ground, Inbox inbox, List<Load> loads)
      throws IOException, InterruptedException {
    var length = stage.length(30, 8);
    var without = measure(ground, inbox, length, loads);

    var silent = ground.inbox();
    silent.behave(Manner.HANG);
    var webhook = ground.webhook(silent, HANGING, List.of());
    var waiting = ground.countedLoad(HANGING, CONNECTIONS, WAITING);
    ground.finish(waiting);
    ground.await(silent::seen, () -> silent.seen() > 0);
    var with = measure(ground, inbox, length, loads);
    ground.remove(webhook);
    ground.receiver().hangUp(silent);

    var story = new Story();
    story.figure("p99 without", without.millis(99), "ms");
    story.figure("p99 with", with.millis(99), "ms");
    story.figure("p99, ratio with to without", with.millis(99) / without.millis(99), "");
    story.figure("p50 without", without.millis(50), "ms");
    story.figure("p50 with", with.millis(50), "ms");
    story.figure("max without", without.maxMillis(), "ms");
    story.figure("max with", with.maxMillis(), "ms");
    story.figure("requests that hang", silent.seen(), "");
    story.checkLoad(waiting);
    loads.forEach(story::checkLoad);
    story.checkReceipts(ground.receipts(inbox), loads.toArray(Load[]::new));
    story.check(Check.equal("measured", without.count(), with.count()));
    return story.round(name(), stage.program().name());
  }

  private static Latencies measure(Ground ground, Inbox inbox, Duration length, List<Load> loads)
      throws InterruptedException {
    long before = inbox.delivered();
    ground.receiver().restart(inbox);
    long count = length.toSeconds() * PER_SECOND;
    var load = ground.load(HEALTHY, CONNECTIONS, Pace.open(System.nanoTime(), PER_SECOND, count));
    ground.finish(load);
    ground.drained(inbox, before + load.accepted());
    loads.add(load);
    return ground.receipts(inbox).latencies();
  }
}
