package dev.belfry.server.cli.resources;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belfry replays}. */
@Command(name = "replays", description = "Deliveries made again from stored events.")
public final class ReplaysCommand extends Group {

  private static final String REPLAYS = "replays";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("state"),
          Column.of("found"),
          Column.of("made"),
          Column.of("webhook"),
          new Column("created", "/createdAt"));

  @Command(mixinStandardHelpOptions = true, description = "Shows all, the newest first.")
  void list(@Mixin Asking ask, @Mixin Paging paging) {
    ask.list(ask.api(), new Target(REPLAYS), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows how far one is.")
  void show(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--wait", description = "Shows its progress until it has ended.")
          boolean wait) {
    try (var api = ask.api()) {
      if (wait) {
        new Progress(ask.err()).follow(api, id);
      }
      ask.print(api.get(new Target(REPLAYS, id).toString()).orFail());
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Starts one.")
  void create(
      @Mixin Asking ask,
      @Option(
              names = "--since",
              required = true,
              paramLabel = "TIME",
              description = "Events accepted since then: 2026-11-21T09:00:00Z; that moment is in.")
          String since,
      @Option(names = "--until", paramLabel = "TIME", description = "That moment is out.")
          @Nullable String until,
      @Option(names = "--webhook", required = true, paramLabel = "ID", description = "To whom.")
          String webhook,
      @Option(
              names = "--types",
              split = ",",
              paramLabel = "T",
              description = "Only events of these types.")
          @Nullable List<String> types,
      @Option(
              names = "--states",
              split = ",",
              paramLabel = "S",
              description = "Deliveries in these states; dead unless told.")
          @Nullable List<String> states,
      @Option(
              names = "--unmatched",
              description = "Also events that it would get now and never got.")
          boolean unmatched,
      @Option(names = "--rate", paramLabel = "N", description = "At most so many a second.")
          @Nullable Integer rate,
      @Option(names = "--wait", description = "Shows its progress until it has ended.")
          boolean wait) {
    var body = Json.object().put("webhook", webhook).put("unmatched", unmatched);
    body.put("since", since);
    if (until != null) {
      body.put("until", until);
    }
    if (types != null) {
      types.forEach(body.putArray("types")::add);
    }
    if (states != null) {
      states.forEach(body.putArray("states")::add);
    }
    if (rate != null) {
      body.put("ratePerSecond", rate);
    }
    try (var api = ask.api()) {
      var made = Asking.post(api, new Target(REPLAYS), body.toString()).orFail();
      if (wait) {
        var id = made.json().path("id").asString();
        new Progress(ask.err()).follow(api, id);
        made = api.get(new Target(REPLAYS, id).toString()).orFail();
      }
      ask.print(made);
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Cancels what of it is not made yet; it stays readable.")
  void delete(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.show(ask.api(), api -> Asking.delete(api, new Target(REPLAYS, id)));
  }
}
