package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Inbox;
import dev.belfry.bench.load.Load;
import dev.belfry.bench.report.Check;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One event, a hundred deliveries. */
public final class FanOut implements Scenario {

  private static final int WEBHOOKS = 100;
  private static final int CONNECTIONS = 8;

  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public String summary() {
    return "each event goes to 100 webhooks";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    try (var ground = Ground.open(stage, stage.program())) {
      var inboxes = new ArrayList<Inbox>();
      for (int i = 0; i < WEBHOOKS; i++) {
        var inbox = ground.inbox();
        var _ = ground.webhook(inbox, Steady.TYPE, List.of());
        inboxes.add(inbox);
      }
      var warmUp = deliverAll(ground, inboxes, stage.count(500, 100), 0);

      var stopwatch = new Stopwatch(ground.running());
      var load = deliverAll(ground, inboxes, stage.count(2000, 200), warmUp.accepted());
      double seconds = stopwatch.secondsUntil(lastAt(inboxes));

      var story = new Story();
      long deliveries = load.accepted() * WEBHOOKS;
      story.figure("delivered", deliveries / seconds, "/s");
      story.figure("events", load.accepted() / seconds, "/s");
      story.figures(stopwatch.figures(deliveries, "delivery"));
      story.checkLoad(load);
      for (var inbox : inboxes) {
        story.checkReceipts(ground.receipts(inbox), warmUp, load);
      }
      story.check(
          Check.equal(
              "deliveries", (warmUp.accepted() + load.accepted()) * WEBHOOKS, sum(inboxes)));
      return List.of(story.round(name(), stage.program().name()));
    }
  }

  private static Load deliverAll(Ground ground, List<Inbox> inboxes, int events, long before)
      throws InterruptedException {
    var load = ground.countedLoad(Steady.TYPE, CONNECTIONS, events);
    ground.finish(load);
    long wanted = (before + load.accepted()) * WEBHOOKS;
    ground.await(() -> sum(inboxes), () -> sum(inboxes) >= wanted);
    return load;
  }

  private static long sum(List<Inbox> inboxes) {
    return inboxes.stream().mapToLong(Inbox::delivered).sum();
  }

  private static long lastAt(List<Inbox> inboxes) {
    return inboxes.stream().mapToLong(Inbox::lastAt).max().orElseThrow();
  }
}
