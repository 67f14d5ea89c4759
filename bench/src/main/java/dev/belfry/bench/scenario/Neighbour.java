package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Inbox;
import dev.belfry.bench.load.Latencies;
import dev.belfry.bench.load.Load;
import dev.belfry.bench.load.Manner;
import dev.belfry.bench.load.Pace;
import dev.belfry.bench.program.Webhook;
import dev.belfry.bench.report.Check;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a webhook that hangs costs another of the same tenant: the same load to the healthy one,
 * without and with the hanging, in many short turns on one running program. The times of all turns
 * are taken together, since what else the machine does comes in bursts.
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
    try (var ground = Ground.open(stage, stage.program())) {
      var story = new Story();
      var without = new Latencies();
      var with = new Latencies();
      var loads = new ArrayList<Load>();
      var inbox = ground.inbox();
      var _ = ground.webhook(inbox, HEALTHY, List.of());
      var _ = measure(ground, inbox, stage.length(20, 8), loads);
      long hanging = 0;
      for (int i = 0; i < stage.count(8, 2); i++) {
        without.add(measure(ground, inbox, stage.length(12, 4), loads));
        var silent = ground.inbox();
        var webhook = hang(ground, silent, story);
        with.add(measure(ground, inbox, stage.length(12, 4), loads));
        ground.remove(webhook);
        ground.receiver().hangUp(silent);
        hanging = Math.max(hanging, silent.seen());
      }
      tell(story, without, with);
      story.figure("requests that hang", hanging, "");
      loads.forEach(story::checkLoad);
      story.checkReceipts(ground.receipts(inbox), loads.toArray(Load[]::new));
      return List.of(story.round(name(), stage.program().name()));
    }
  }

  /** A webhook whose target never answers, and events that wait for it. */
  private static Webhook hang(Ground ground, Inbox silent, Story story)
      throws IOException, InterruptedException {
    silent.behave(Manner.HANG);
    var webhook = ground.webhook(silent, HANGING, List.of());
    var waiting = ground.countedLoad(HANGING, CONNECTIONS, WAITING);
    ground.finish(waiting);
    ground.await(silent::seen, () -> silent.seen() > 0);
    story.checkLoad(waiting);
    return webhook;
  }

  private static void tell(Story story, Latencies without, Latencies with) {
    story.figure("p99 without", without.millis(99), "ms");
    story.figure("p99 with", with.millis(99), "ms");
    story.figure("p99, ratio with to without", with.millis(99) / without.millis(99), "");
    story.figure("p50 without", without.millis(50), "ms");
    story.figure("p50 with", with.millis(50), "ms");
    story.figure("max without", without.maxMillis(), "ms");
    story.figure("max with", with.maxMillis(), "ms");
    story.check(Check.equal("measured", without.count(), with.count()));
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
