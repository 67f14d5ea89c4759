package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

  private static final int REQUESTS = 20_000;
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "X");
  private static final List<String> BELOW =
      List.of(
          "",
          "/",
          "/Webhook",
          "/webhook/",
          "/Webhook/default",
          "/Webhook/Test",
          "/Webhook/ID",
          "/Webhook/ID",
          "/Webhook/ID",
          "/Webhook/ID/LastError",
          "/Webhook/ID/ID",
          "/Webhook/a.b/7",
          "/Webhook/ID/ID/ID",
          "/Agents/Webhook/CreateDefaultWebhook",
          "/Agents/Webhook/SaveWebhook",
          "/Agents/Webhook/GetWebhook",
          "/Agents/Webhook/DeleteWebhook",
          "/Agents/Webhook/GetAllWebhooks",
          "/Agents/Webhook/TestWebhook",
          "/Agents/Webhook/SignalEvent",
          "/Agents/Webhook/GetLastError",
          "/Agents/Webhook/ID",
          "/Archive/Webhook",
          "/Archive/dynamic",
          "/MDOList/webhookeventlist",
          "/MDOList/ID");
  private static final List<String> IDS =
      List.of(
          "1", "2", "3", "0", "-1", "2147483648", "x", "%C3%A4", "%zz", "%00", "a%2Fb", "..", "");
  private static final List<String> QUERIES =
      List.of(
          "$select=name",
          "$select=,/,x/y",
          "webhookId=1",
          "WebhookId=2",
          "webhookId=x",
          "nameFilter=N",
          "statusFilter=9",
          "$filter=name%20begins%20'N'%20and%20(webhookId%20gt%200)",
          "$filter=((((",
          "$filter=registeredDate%20before%20x",
          "$filter=webhookId%20oneOf%20(1,2",
          "$top=-1",
          "$top=1",
          "$skip=99999999999",
          "$orderby=name%20desc,x",
          "%=%",
          "&&&=");
  private static final List<String> VALUES =
      List.of(
          "\"a\"",
          "\"\"",
          "\"URL\"",
          "\"http://169.254.169.254/\"",
          "\"\\u0000\"",
          "[\"a.b\",\"*\"]",
          "[]",
          "[7,null]",
          "true",
          "null",
          "1e400",
          "3",
          "{}",
          "{\"Id\":1}",
          "{\"a\":{\"b\":[1]}}",
          "-1");

  private final Random random = new Random(20261121);
  private String url = "";

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var receiver = FakeReceiver.start();
        var rig = new OfficeRig(folder)) {
      url = receiver.url("/").toString();
      var customer = rig.givenCustomer();
      var other = rig.givenCustomer();
      other.givenWebhook(webhook("Theirs", url, "a.b", ""));
      for (int i = 0; i < REQUESTS; i++) {
        var method = pick(METHODS);
        var target = target(customer, other);
        var body = body();
        var headers = headers(customer);
        var answer = rig.ask(method, target, body, headers);

        assertThat(answer.status())
            .as("%s %s %s %s", method, target, headers, new String(body, UTF_8))
            .isBetween(200, 499);
        if (answer.status() >= 400) {
          assertThat(answer.text()).contains("Message");
        }
        if (i % 500 == 0) {
          customer
              .call("GET", "/Webhook", null)
              .json()
              .forEach(hook ->
                  customer.call("DELETE", "/Webhook/" + hook.get("WebhookId").asInt(), null));
        }
      }
      assertThat(other.call("GET", "/Webhook", null).json()).hasSize(1);
      assertThat(other.get(1).get("Name").stringValue()).isEqualTo("Theirs");
    }
  }

  private String target(OfficeRig.Customer customer, OfficeRig.Customer other) {
    var owner =
        switch (random.nextInt(12)) {
          case 0 -> "/" + other.id;
          case 1 -> "/nobody";
          case 2 -> "";
          default -> "/" + customer.id;
        };
    var path = "/superoffice" + owner + "/api/v1" + pick(BELOW);
    while (path.contains("ID")) {
      path = path.replaceFirst("ID", pick(IDS));
    }
    return random.nextInt(3) > 0 ? path : path + "?" + pick(QUERIES) + "&" + pick(QUERIES);
  }

  private byte[] body() {
    return switch (random.nextInt(9)) {
      case 0 -> new byte[0];
      case 1 -> {
        var noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> text(pick(VALUES));
      case 3 ->
          text(
              "[{\"op\":\"add\",\"path\":\"/"
                  + pick(names())
                  + "\",\"value\":"
                  + pick(VALUES)
                  + "}]");
      case 4 -> {
        var whole = object();
        yield text(whole.substring(0, random.nextInt(whole.length())));
      }
      case 5 -> text("<Webhook><" + pick(names()) + ">1</" + pick(names()) + "></Webhook>");
      case 6 -> text(pick(names()) + "[a]=1&" + pick(names()) + "=%41");
      default -> text(object());
    };
  }

  private static List<String> names() {
    return List.copyOf(Shape.WEBHOOK.members().keySet());
  }

  private String object() {
    var members = new TreeMap<String, String>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.put(pick(names()), pick(VALUES).replace("URL", url));
    }
    if (random.nextInt(3) == 0) {
      members.put("Name", "\"N\"");
      members.put("Events", "[\"a.b\"]");
      members.put("TargetUrl", "\"" + url + "\"");
    }
    if (random.nextInt(4) == 0) {
      members.put("EventName", pick(VALUES));
      members.put("PrimaryKey", pick(VALUES));
      members.put("Data", pick(VALUES));
    }
    var text = new StringBuilder("{");
    members.forEach((name, value) ->
        text.append(text.length() == 1 ? "" : ",")
            .append('"')
            .append(name)
            .append("\":")
            .append(value));
    return text.append('}').toString().replace("URL", url);
  }

  private Map<String, String> headers(OfficeRig.Customer customer) {
    var headers = new TreeMap<String, String>();
    if (random.nextInt(20) > 0) {
      headers.put("authorization", pick(List.of("Bearer ", "SOTicket ")) + customer.key.secret());
    }
    if (random.nextInt(3) > 0) {
      headers.put(
          "content-type",
          pick(
              List.of(
                  "application/json",
                  "application/json",
                  "text/json",
                  "application/xml",
                  "application/x-www-form-urlencoded",
                  "text/plain",
                  ";;")));
    }
    if (random.nextInt(4) == 0) {
      headers.put("accept", pick(List.of("application/xml", "text/html", "*/*;q=0.1", ",,;q")));
    }
    if (random.nextInt(8) == 0) {
      headers.put(
          "so-timezone", pick(List.of("NO", "Nowhere", "includeTZOffset", ",,", "US-NY,x")));
    }
    if (random.nextInt(8) == 0) {
      headers.put("if-unmodified-since", pick(List.of("Thu, 01 Jan 1970 00:00:00 GMT", "x", "")));
    }
    if (random.nextInt(8) == 0) {
      headers.put("so-apptoken", pick(List.of("one", "two", " ")));
    }
    return headers;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
