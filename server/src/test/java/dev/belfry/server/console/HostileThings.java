package dev.belfry.server.console;

import dev.belfry.dialects.json.Json;
import dev.belfry.server.client.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One text in every field that takes any, and as much of it as fits in those that are choosy.
 *
 * @param pages those that show it, behind {@code /console} or {@code /portal}
 * @param more forms that have it in their fields, and lists that were asked for it
 */
record HostileThings(List<String> pages, List<String> more) {

  HostileThings {
    pages = List.copyOf(pages);
    more = List.copyOf(more);
  }

  static HostileThings of(Api api, Api operator, String url, String text, int number) {
    var webhook = webhook(api, url + "?" + number, text, number);
    var event = event(api, text);
    type(api, text);
    tenant(operator, text, number);
    var encoded = encoded(text);
    return new HostileThings(
        List.of("/webhooks/" + webhook, "/events/" + event),
        List.of(
            "/webhooks/" + webhook + "/edit",
            "/event-types/" + encoded,
            "/events?subject=" + encoded + "&type=" + encoded + "&cursor=" + encoded,
            "/deliveries?type=" + encoded + "&webhook=" + encoded + "&since=" + encoded,
            "/webhooks?url=" + encoded + "&dialect=" + encoded,
            "/events/new?type=" + encoded + "&data=" + encoded));
  }

  private static String webhook(Api api, String url, String text, int number) {
    var webhook =
        Json.object()
            .put("url", url)
            .put("name", text.length() > 200 ? text.substring(0, 200) : text)
            .put("description", text)
            .put(
                "filter",
                "subject != "
                    + new String(
                        Json.write(Json.object().stringNode("no" + text)), StandardCharsets.UTF_8));
    webhook.putArray("types").add(text);
    webhook.putObject("metadata").put(text.length() > 64 ? text.substring(0, 64) : text, text);
    webhook.putObject("scope").put("subject", text);
    webhook.putObject("headers").put("x-" + number + "`'alert|1|", text);
    webhook
        .putObject("auth")
        .put("type", "basic")
        .put("username", text.replace(":", ";"))
        .put("password", "unseen");
    webhook.putObject("retry").putArray("schedule").add("1h");
    return post(api, "/v1/webhooks", webhook);
  }

  private static String event(Api api, String text) {
    var event =
        Json.object()
            .put("id", text)
            .put("type", text)
            .put("subject", text)
            .put("source", "javascript:alert(1)//" + encoded(text))
            .put("dataschema", "javascript:alert(1)//")
            .put("evil", text);
    event.putObject("data").put(text, text);
    return post(api, "/v1/events", event);
  }

  private static void type(Api api, String text) {
    var type = Json.object().put("description", text);
    type.putObject("schema")
        .put("description", text)
        .putArray("examples")
        .addObject()
        .put(text, text);
    api.send("PUT", "/v1/event-types/" + encoded(text), written(type), Map.of()).orFail();
  }

  private static void tenant(Api operator, String text, int number) {
    post(operator, "/v1/tenants", Json.object().put("id", "evil" + number).put("name", text));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String post(Api api, String path, ObjectNode body) {
    return api.post(path, "application/json", written(body)).orFail().json().get("id").asString();
  }

  private static String written(ObjectNode body) {
    return new String(Json.write(body), StandardCharsets.UTF_8);
  }
}
