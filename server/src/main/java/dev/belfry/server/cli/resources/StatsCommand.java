package dev.belfry.server.cli.resources;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code belfry stats}. */
@Command(name = "stats", description = "How deliveries went lately, and how they stand.")
public final class StatsCommand implements Runnable {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("webhook", "/id"),
          Column.of("owed"),
          Column.of("delivered"),
          Column.of("dead"),
          Column.of("pending"),
          Column.of("attempts"),
          new Column("oldest due s", "/oldestDueSeconds"),
          new Column("p50 ms", "/latencyMs/p50"),
          new Column("p99 ms", "/latencyMs/p99"));

  @Mixin private Asking ask = new Asking();

  @Option(names = "--window", paramLabel = "W", description = "1h, 24h or 7d; 1h unless told.")
  private @Nullable String window;

  @Override
  public void run() {
    var target = new Target("stats").with("window", window).toString();
    ask.show(ask.api(), api -> api.get(target), "webhooks", COLUMNS);
  }
}
