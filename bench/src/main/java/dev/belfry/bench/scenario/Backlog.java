package dev.belfry.bench.scenario;

import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Many events wait for a receiver that is down, which then comes back. */
public final class Backlog implements Scenario {

  /** Short waits: what is measured is the backlog, not the schedule. */
  private static final List<String> RETRIES = Collections.nCopies(50, "10s");

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String summary() {
    return "200,000 events accepted while the receiver's port is closed, then drained";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    int events = stage.count(200_000, 20_000);
    try (var ground = Ground.open(stage, stage.program())) {
      var inbox = ground.inbox();
      var _ = ground.webhook(inbox, Steady.TYPE, RETRIES);
      ground.receiver().goDown();

      var accepting = new Stopwatch(ground.running());
      var load = ground.countedLoad(Steady.TYPE, Steady.CONNECTIONS, events);
      ground.finish(load);
      double acceptSeconds = accepting.secondsUntil(System.nanoTime());
      var acceptCpu = accepting.programMicros() / load.accepted();
      var draining = new Stopwatch(ground.running());
      ground.receiver().comeUp();
      ground.drained(inbox, load.accepted());

      var story = new Story();
      story.figure("accepted", load.accepted() / acceptSeconds, "/s");
      story.figure("CPU per event accepted", acceptCpu, "µs");
      story.figure("first delivery after", draining.secondsUntil(inbox.firstAt()), "s");
      story.figure("drained after", draining.secondsUntil(inbox.lastAt()), "s");
      story.figure("drained", inbox.delivered() / ((inbox.lastAt() - inbox.firstAt()) / 1e9), "/s");
      story.figures(draining.figures(load.accepted(), "event drained"));
      story.checkLoad(load);
      story.checkReceipts(ground.receipts(inbox), load);
      return List.of(story.round(name(), stage.program().name()));
    }
  }
}
