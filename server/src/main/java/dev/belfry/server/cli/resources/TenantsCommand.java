package dev.belfry.server.cli.resources;

import dev.belfry.server.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belfry tenants}: for the operator. */
@Command(name = "tenants", description = "Who owns webhooks and events; for the operator.")
public final class TenantsCommand extends Group {

  private static final String TENANTS = "tenants";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("name"),
          Column.of("suspended"),
          new Column("events/s", "/limits/eventsPerSecond"),
          new Column("webhooks", "/limits/webhooks"),
          new Column("pending", "/limits/pending"),
          new Column("created", "/createdAt"));

  @Command(mixinStandardHelpOptions = true, description = "Shows all.")
  void list(@Mixin Asking ask, @Mixin Paging paging) {
    ask.list(ask.operator(), new Target(TENANTS), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.show(ask.operator(), api -> api.get(new Target(TENANTS, id).toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Makes one.")
  void create(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID", description = "Lower case letters, digits, - and _.")
          String id,
      @Option(names = "--name", paramLabel = "N", description = "For people.")
          @Nullable String name,
      @Option(
              names = "--limits",
              paramLabel = "JSON",
              description = "{\"eventsPerSecond\":100,\"webhooks\":50,\"pending\":100000}")
          @Nullable String limits) {
    var body = Json.object().put("id", id);
    if (name != null) {
      body.put("name", name);
    }
    if (limits != null) {
      body.set("limits", Json.object(limits, "--limits"));
    }
    ask.show(ask.operator(), api -> Asking.post(api, new Target(TENANTS), body.toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Changes one: a JSON merge patch.")
  void change(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "JSON", description = "As in {\"name\":\"Acme\"}; @FILE; -.")
          String patch) {
    var body = Json.object(patch, "JSON").toString();
    ask.show(ask.operator(), api -> Asking.patch(api, new Target(TENANTS, id), body));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Lets nothing of it in or out until it is resumed.")
  void suspend(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    suspended(ask, id, true);
  }

  @Command(mixinStandardHelpOptions = true, description = "Ends its suspension.")
  void resume(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    suspended(ask, id, false);
  }

  private static void suspended(Asking ask, String id, boolean suspended) {
    var body = Json.object().put("suspended", suspended).toString();
    ask.show(ask.operator(), api -> Asking.patch(api, new Target(TENANTS, id), body));
  }

  @Command(mixinStandardHelpOptions = true, description = "Erases one with all that it has.")
  void delete(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--yes", description = "You mean it: nothing of it can be had back.")
          boolean sure) {
    if (!sure) {
      throw new Failure(
          "this erases the webhooks, events and records of " + id + " for ever; say --yes");
    }
    ask.change(
        ask.operator(),
        api -> Asking.delete(api, new Target(TENANTS, id).with("confirm", id)),
        id + " is erased");
  }
}
