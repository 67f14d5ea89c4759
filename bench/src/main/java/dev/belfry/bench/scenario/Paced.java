package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Pace;
import dev.belfry.bench.program.Program;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long an event takes when the program is not at its limit. */
public final class Paced implements Scenario {

  private static final int PER_SECOND = 1000;

  @Override
  public String name() {
    return "paced";
  }

  @Override
  public String summary() {
    return "1,000 events/s whatever comes back; from when each should have been sent to its receipt";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    var rounds = new ArrayList<Round>();
    for (var program : stage.programs()) {
      rounds.add(round(stage, program));
    }
    return rounds;
  }

  private Round round(Stage stage, Program program) throws IOException, InterruptedException {
    try (var ground = Ground.open(stage, program)) {
      var inbox = ground.inbox();
      var _ = ground.webhook(inbox, Steady.TYPE, List.of());
      var warmUp = ground.load(Steady.TYPE, Steady.CONNECTIONS, pace(stage.length(20, 8)));
      ground.finish(warmUp);
      ground.drained(inbox, warmUp.accepted());
      ground.receiver().restart(inbox);

      var stopwatch = new Stopwatch(ground.running());
      var load = ground.load(Steady.TYPE, Steady.CONNECTIONS, pace(stage.length(40, 8)));
      ground.finish(load);
      ground.drained(inbox, warmUp.accepted() + load.accepted());

      var story = new Story();
      var receipts = ground.receipts(inbox);
      var times = receipts.latencies();
      story.figure("p50", times.millis(50), "ms");
      story.figure("p95", times.millis(95), "ms");
      story.figure("p99", times.millis(99), "ms");
      story.figure("p99.9", times.millis(99.9), "ms");
      story.figure("max", times.maxMillis(), "ms");
      story.figure("accepted after p99", load.acceptance().millis(99), "ms");
      story.figures(stopwatch.figures(load.accepted(), "event"));
      story.checkLoad(load);
      story.checkReceipts(receipts, warmUp, load);
      return story.round(name(), program.name());
    }
  }

  private static Pace pace(Duration length) {
    return Pace.open(System.nanoTime(), PER_SECOND, length.toSeconds() * PER_SECOND);
  }
}
