package dev.belfry.server.cli.resources;

import dev.belfry.server.client.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code belfry deliveries}. */
@Command(name = "deliveries", description = "One event owed to one webhook, and what came of it.")
public final class DeliveriesCommand extends Group {

  static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("state"),
          Column.of("reason"),
          new Column("attempts", "/attemptCount"),
          new Column("next attempt", "/nextAttemptAt"),
          Column.of("type"),
          Column.of("webhook"),
          Column.of("event"),
          new Column("created", "/createdAt"));

  private static final String DELIVERIES = "deliveries";

  @Command(
      mixinStandardHelpOptions = true,
      description = "Shows those that are kept, the newest first.")
  void list(
      @Mixin Asking ask,
      @Mixin Paging paging,
      @Mixin Period period,
      @Option(names = "--webhook", paramLabel = "ID", description = "To this webhook.")
          @Nullable String webhook,
      @Option(names = "--event", paramLabel = "ID", description = "Of this event.")
          @Nullable String event,
      @Mixin EventOptions events,
      @Option(
              names = "--state",
              paramLabel = "S",
              description = "pending, delivered, dead or cancelled.")
          @Nullable String state) {
    var target =
        new Target(DELIVERIES).with("webhook", webhook).with("event", event).with("state", state);
    ask.list(ask.api(), period.of(events.of(target)), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one with its attempts.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    try (var api = ask.api()) {
      var answer = api.get(new Target(DELIVERIES, id).toString()).orFail();
      if (ask.asJson()) {
        ask.print(answer);
      } else {
        ask.print(forPeople(api, (ObjectNode) answer.json()));
      }
    }
  }

  /** With where it goes, if its webhook is still there, and what came of each attempt. */
  private static ObjectNode forPeople(Api api, ObjectNode delivery) {
    var attempts = delivery.remove("attempts");
    var webhook = api.get(new Target("webhooks", delivery.path("webhook").asString()).toString());
    if (webhook.good()) {
      delivery.set("url", webhook.json().path("url"));
    }
    attempts.forEach(attempt -> ((ObjectNode) attempt).put("that is", Attempts.words(attempt)));
    delivery.set("attempts", attempts);
    return delivery;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes it due now; a dead or cancelled one begins its schedule anew.")
  void retry(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    act(ask, id, "retry");
  }

  @Command(mixinStandardHelpOptions = true, description = "Gives a pending one up.")
  void cancel(@Mixin Asking ask, @Parameters(paramLabel = "ID") String id) {
    act(ask, id, "cancel");
  }

  private static void act(Asking ask, String id, String what) {
    ask.show(ask.api(), api -> Asking.post(api, new Target(DELIVERIES, id, what), ""));
  }
}
