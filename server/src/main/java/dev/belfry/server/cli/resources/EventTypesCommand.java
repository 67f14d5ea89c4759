package dev.belfry.server.cli.resources;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belfry event-types}. */
@Command(name = "event-types", description = "What the data of events must be like.")
public final class EventTypesCommand extends Group {

  private static final String TYPES = "event-types";
  private static final List<Column> COLUMNS =
      List.of(Column.of("type"), Column.of("description"), Column.of("schema"));

  @Command(mixinStandardHelpOptions = true, description = "Shows all, the newest first.")
  void list(@Mixin Asking ask, @Mixin Paging paging) {
    ask.list(ask.api(), new Target(TYPES), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one with its schema.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "TYPE") String type) {
    ask.show(ask.api(), api -> api.get(new Target(TYPES, type).toString()));
  }

  @Command(
      aliases = "change",
      mixinStandardHelpOptions = true,
      description = "Makes one, or sets it anew.")
  void create(
      @Mixin Asking ask,
      @Parameters(paramLabel = "TYPE", description = "As in order.paid.") String type,
      @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
          @Nullable String description,
      @Option(
              names = "--schema",
              paramLabel = "JSON",
              description = "JSON Schema (2020-12) of its data; @FILE; -. None: any data will do.")
          @Nullable String schema) {
    var body = Json.object().put("description", description);
    if (schema != null) {
      body.set("schema", Json.object(schema, "--schema"));
    }
    ask.show(ask.api(), api -> Asking.put(api, new Target(TYPES, type), body.toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Removes one: any data will do again.")
  void delete(@Mixin Asking ask, @Parameters(paramLabel = "TYPE") String type) {
    ask.change(ask.api(), api -> Asking.delete(api, new Target(TYPES, type)), type + " is deleted");
  }
}
