package dev.belfry.server.cli.resources;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belfry webhooks}. */
@Command(name = "webhooks", description = "Who is told of events, and how.")
public final class WebhooksCommand extends Group {

  private static final String WEBHOOKS = "webhooks";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("state"),
          new Column("why", "/stateReason"),
          Column.of("dialect"),
          Column.of("types"),
          Column.of("url"),
          new Column("pending", "/stats/pending"),
          new Column("dead", "/stats/dead"),
          new Column("last failure", "/stats/lastFailureAt"),
          Column.of("name"));

  @Command(mixinStandardHelpOptions = true, description = "Shows all, the newest first.")
  void list(
      @Mixin Asking ask,
      @Mixin Paging paging,
      @Option(names = "--state", paramLabel = "S", description = "active, paused, disabled, …")
          @Nullable String state,
      @Option(names = "--dialect", paramLabel = "D", description = "Made through this dialect.")
          @Nullable String dialect,
      @Option(names = "--type", paramLabel = "T", description = "Those that ask for this type.")
          @Nullable String type,
      @Option(names = "--to", paramLabel = "TEXT", description = "Whose URL contains this.")
          @Nullable String to) {
    var target =
        new Target(WEBHOOKS)
            .with("state", state)
            .with("dialect", dialect)
            .with("type", type)
            .with("url", to);
    ask.list(ask.api(), target, paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.show(ask.api(), api -> api.get(new Target(WEBHOOKS, id).toString()));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes one. Its secret is shown this once.")
  void create(
      @Mixin Asking ask,
      @Parameters(paramLabel = "URL", description = "Where its requests go.") String url,
      @Option(
              names = "--types",
              split = ",",
              paramLabel = "T",
              description = "As in order.*,invoice.paid; all unless told.")
          @Nullable List<String> types,
      @Option(names = "--name", paramLabel = "N", description = "For people.")
          @Nullable String name,
      @Option(
              names = "--set",
              paramLabel = "JSON",
              description = "Any other member, as the API has them; @FILE; -.")
          @Nullable String more) {
    var body = Json.object(more, "--set").put("url", url);
    if (types != null) {
      types.forEach(body.putArray("types")::add);
    }
    if (name != null) {
      body.put("name", name);
    }
    ask.showOnce(ask.api(), api -> Asking.post(api, new Target(WEBHOOKS), body.toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Changes one: a JSON merge patch.")
  void change(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "JSON", description = "As in {\"timeout\":\"5s\"}; @FILE; -.")
          String patch) {
    var body = Json.object(patch, "JSON").toString();
    ask.show(ask.api(), api -> Asking.patch(api, new Target(WEBHOOKS, id), body));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Removes one; what it is owed is cancelled.")
  void delete(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    ask.change(ask.api(), api -> Asking.delete(api, new Target(WEBHOOKS, id)), id + " is deleted");
  }

  @Command(mixinStandardHelpOptions = true, description = "Lets its deliveries wait.")
  void pause(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    act(ask, id, "pause");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Sets a paused or disabled one going again.")
  void resume(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    act(ask, id, "resume");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Sends it a belfry.test event now, and shows what came of it.",
        "Exit code 1 if the attempt failed."
      })
  int test(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    try (var api = ask.api()) {
      var answer = Asking.post(api, new Target(WEBHOOKS, id, "test"), "").orFail();
      ask.print(answer);
      if (!Attempts.failed(answer.json())) {
        return 0;
      }
      ask.err().println("belfry: " + Attempts.words(answer.json()));
      return 1;
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Gives it a new secret, shown this once.")
  void rotate(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--overlap",
              paramLabel = "TIME",
              description = "How long the previous one signs too: 0s to 7d; 24h unless told.")
          @Nullable String overlap) {
    var body = Json.object();
    if (overlap != null) {
      body.put("overlap", overlap);
    }
    ask.showOnce(
        ask.api(),
        api -> Asking.post(api, new Target(WEBHOOKS, id, "secret", "rotations"), body.toString()));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Tells why an event went to it, or did not.")
  void explain(
      @Mixin Asking ask,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "EVENT") String event) {
    ask.show(
        ask.api(),
        api -> api.get(new Target(WEBHOOKS, id, "explain").with("event", event).toString()));
  }

  private static void act(Asking ask, String id, String what) {
    ask.show(ask.api(), api -> Asking.post(api, new Target(WEBHOOKS, id, what), ""));
  }
}
