package dev.belfry.bench.scenario;

import dev.belfry.bench.program.Program;
import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** As many events as go through, to one webhook; floor, program and dialects in turns. */
public final class Steady implements Scenario {

  static final String TYPE = "bench.event";
  static final int CONNECTIONS = 64;

  @Override
  public String name() {
    return "steady";
  }

  @Override
  public String summary() {
    return "1 webhook, events of 1 KiB, 64 connections, each sends when its last is answered";
  }

  @Override
  public List<Round> run(Stage stage) throws IOException, InterruptedException {
    var rounds = new ArrayList<Round>();
    var programs = Stream.concat(stage.programs().stream(), stage.dialects().stream()).toList();
    for (int i = 0; i < stage.count(stage.rounds(), 1); i++) {
      for (var program : programs) {
        rounds.add(round(stage, program));
      }
    }
    return rounds;
  }

  private Round round(Stage stage, Program program) throws IOException, InterruptedException {
    try (var ground = Ground.open(stage, program)) {
      var inbox = ground.inbox();
      var _ = ground.webhook(inbox, TYPE, List.of());
      var warmUp = ground.closedLoad(TYPE, CONNECTIONS, stage.length(30, 5));
      ground.finish(warmUp);
      ground.drained(inbox, warmUp.accepted());
      ground.receiver().restart(inbox);
      long before = inbox.delivered();

      var stopwatch = new Stopwatch(ground.running());
      var load = ground.closedLoad(TYPE, CONNECTIONS, stage.length(20, 5));
      ground.finish(load);
      double accepting = stopwatch.secondsUntil(System.nanoTime());
      ground.drained(inbox, before + load.accepted());

      var story = new Story();
      double delivering = stopwatch.secondsUntil(inbox.lastAt());
      story.figure("accepted", load.accepted() / accepting, "/s");
      story.figure("delivered", (inbox.delivered() - before) / delivering, "/s");
      story.figures(stopwatch.figures(load.accepted(), "event"));
      story.figure("accepted after p50", load.acceptance().millis(50), "ms");
      story.figure("accepted after p99", load.acceptance().millis(99), "ms");
      var receipts = ground.receipts(inbox);
      story.figure("received after p50", receipts.latencies().millis(50), "ms");
      story.figure("received after p99", receipts.latencies().millis(99), "ms");
      story.checkLoad(load);
      story.checkReceipts(receipts, warmUp, load);
      return story.round(name(), program.name());
    }
  }
}
