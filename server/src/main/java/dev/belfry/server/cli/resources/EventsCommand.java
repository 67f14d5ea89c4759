package dev.belfry.server.cli.resources;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code belfry events}. */
@Command(name = "events", description = "What happened, as senders told it.")
public final class EventsCommand extends Group {

  private static final String EVENTS = "events";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          new Column("accepted", "/acceptedAt"),
          new Column("type", "/event/type"),
          new Column("subject", "/event/subject"),
          new Column("pending", "/deliveries/pending"),
          new Column("delivered", "/deliveries/delivered"),
          new Column("dead", "/deliveries/dead"));

  @Command(
      mixinStandardHelpOptions = true,
      description = "Shows those that are kept, the newest first.")
  void list(
      @Mixin Asking ask, @Mixin Paging paging, @Mixin Period period, @Mixin EventOptions events) {
    ask.list(ask.api(), period.of(events.of(new Target(EVENTS))), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one with its data.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.show(ask.api(), api -> api.get(new Target(EVENTS, id).toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows to whom one goes.")
  void deliveries(
      @Mixin Asking ask, @Mixin Paging paging, @Parameters(paramLabel = "ID") String id) {
    ask.list(ask.api(), new Target(EVENTS, id, "deliveries"), paging, DeliveriesCommand.COLUMNS);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Erases its data from store and log; what is pending is cancelled.")
  void delete(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.change(
        ask.api(),
        api -> Asking.delete(api, new Target(EVENTS, id, "data")),
        "the data of " + id + " is erased");
  }
}
