package dev.belfry.server.console;

import dev.belfry.dialects.json.Json;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * More of everything than a page of a list shows, with texts as long as may be.
 *
 * @param webhook whose deliveries were all given up
 * @param event with a delivery for each webhook
 * @param delivery with as many attempts as a schedule can ask for
 */
record FullThings(String webhook, String event, String delivery, String replay) {

  static final int MANY = 60;
  static final String TYPE = "full/<" + "é".repeat(240) + ">";
  static final String TENANT = "t".repeat(60);

  private static final Duration SOON = Duration.ofSeconds(60);

  static FullThings in(ConsoleRig rig, FakeReceiver receiver) {
    receiver
        .script()
        .always(Reply.status(500).with("x-long", "h".repeat(900)).body("<é&".repeat(2_000)));
    try (var api = rig.api();
        var operator = rig.operator()) {
      for (int i = 0; i < MANY; i++) {
        givenTenant(operator, i);
        givenType(api, i);
      }
      return deliveries(api, receiver);
    }
  }

  private static void givenTenant(Api operator, int number) {
    var tenant = Json.object().put("id", TENANT + number).put("name", text(200));
    post(operator, "/v1/tenants", tenant);
    post(operator, "/v1/tenants/" + TENANT + "0/keys", Json.object());
  }

  private static void givenType(Api api, int number) {
    var type = Json.object().put("description", text(2_000));
    var members = type.putObject("schema").put("type", "object").putObject("properties");
    IntStream.range(0, number == 7 ? 300 : 5)
        .forEach(i -> members.putObject("member" + i + "é".repeat(20)).put("type", "string"));
    var path = "/v1/event-types/order." + "x".repeat(240) + number;
    api.send("PUT", path, json(type), Map.of()).orFail();
  }

  private static FullThings deliveries(Api api, FakeReceiver receiver) {
    var retried = post(api, "/v1/webhooks", webhook(receiver, MANY, 50));
    String webhook = "";
    for (int i = 0; i < MANY; i++) {
      webhook = post(api, "/v1/webhooks", webhook(receiver, i, 0));
    }
    String event = "";
    for (int i = 0; i < MANY; i++) {
      event = post(api, "/v1/events", given());
    }
    var last = event;
    var delivery =
        Eventually.gets(
            "a delivery was given up after 51 attempts",
            SOON,
            () -> {
              var found =
                  api.get("/v1/deliveries?state=dead&limit=1&webhook=" + retried + "&event=" + last)
                      .json()
                      .at("/data/0/id");
              return found.isString() ? found.asString() : null;
            });
    var replay = Json.object().put("webhook", webhook).put("since", "2020-01-01T00:00:00Z");
    replay.putArray("states").add("cancelled");
    String id = "";
    for (int i = 0; i < MANY; i++) {
      id = post(api, "/v1/replays", replay);
    }
    return new FullThings(webhook, event, delivery, id);
  }

  private static ObjectNode webhook(FakeReceiver receiver, int number, int retries) {
    var webhook =
        Json.object()
            .put("url", receiver.url("/" + number + "/" + "p".repeat(1_000)).toString())
            .put("name", text(190) + number)
            .put("description", text(2_000))
            .put("filter", "type != \"" + "f".repeat(4_000) + "\"");
    webhook.putArray("types").add(TYPE).add("order.*");
    IntStream.range(0, 50).forEach(i -> webhook.withArray("types").add("t".repeat(250) + i));
    IntStream.range(0, 50).forEach(i -> webhook.withObject("metadata").put("name" + i, text(100)));
    IntStream.range(0, 20).forEach(i -> webhook.withObject("headers").put("x-name-" + i, "v"));
    var schedule = webhook.putObject("retry").putArray("schedule");
    IntStream.range(0, retries).forEach(_ -> schedule.add("1s"));
    return webhook;
  }

  private static ObjectNode given() {
    var event =
        Json.object()
            .put("type", TYPE)
            .put("subject", text(1_000))
            .put("source", "/" + "s".repeat(900));
    var data = event.putObject("data");
    IntStream.range(0, 400).forEach(i -> data.put("member" + i, text(150)));
    return event;
  }

  /** Of two bytes, and of markup. */
  private static String text(int length) {
    return "é<a>&".repeat(length / 5 + 1).substring(0, length);
  }

  private static String post(Api api, String path, ObjectNode body) {
    return api.post(path, "application/json", json(body)).orFail().json().get("id").asString();
  }

  private static String json(ObjectNode body) {
    return new String(Json.write(body), StandardCharsets.UTF_8);
  }
}
