package dev.belfry.server.cli.resources;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code belfry audit}. */
@Command(name = "audit", description = "Who changed what, when; the newest first.")
public final class AuditCommand implements Runnable {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("at"),
          Column.of("tenant"),
          Column.of("actor"),
          Column.of("action"),
          Column.of("object"),
          Column.of("detail"));

  @Mixin private Asking ask = new Asking();
  @Mixin private Paging paging = new Paging();
  @Mixin private Period period = new Period();

  @Override
  public void run() {
    ask.list(ask.api(), period.of(new Target("audit")), paging, COLUMNS);
  }
}
