package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.Fuzzer;
import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

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

  private static final List<String> NAMES = List.copyOf(Shape.WEBHOOK.members().keySet());

  private final Fuzzer fuzzer = new Fuzzer();
  private String url = "";

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var receiver = FakeReceiver.start();
        var rig = new OfficeRig(folder)) {
      url = receiver.url("/").toString();
      var customer = rig.givenCustomer();
      var other = rig.givenCustomer();
      other.givenWebhook(webhook("Theirs", url, "a.b", ""));
      fuzzer.ask(
          rig,
          () -> request(customer, other),
          asked -> {
            if (asked.answer().status() >= 400) {
              assertThat(asked.answer().text()).contains("Message");
            }
            if (fuzzer.oneIn(500)) {
              removeAll(customer);
            }
          });
      assertThat(other.call("GET", "/Webhook", null).body()).hasSize(1);
      assertThat(other.get(1).get("Name").stringValue()).isEqualTo("Theirs");
    }
  }

  /** Keeps lists short, so that time goes into requests. */
  private static void removeAll(OfficeRig.Customer customer) {
    for (var hook : customer.call("GET", "/Webhook", null).body()) {
      customer.call("DELETE", "/Webhook/" + hook.get("WebhookId").intValue(), null);
    }
  }

  private Fuzzer.MadeUp request(OfficeRig.Customer customer, OfficeRig.Customer other) {
    return new Fuzzer.MadeUp(
        fuzzer.pick(METHODS), target(customer, other), headers(customer), body());
  }

  private String target(OfficeRig.Customer customer, OfficeRig.Customer other) {
    var owner =
        switch (fuzzer.below(12)) {
          case 0 -> "/" + other.id;
          case 1 -> "/nobody";
          case 2 -> "";
          default -> "/" + customer.id;
        };
    var path = "/superoffice" + owner + "/api/v1" + fuzzer.pick(BELOW);
    while (path.contains("ID")) {
      path = path.replaceFirst("ID", fuzzer.pick(IDS));
    }
    return fuzzer.oneIn(3) ? path + "?" + fuzzer.pick(QUERIES) + "&" + fuzzer.pick(QUERIES) : path;
  }

  private byte[] body() {
    return switch (fuzzer.below(9)) {
      case 0 ->
          text(
              "[{\"op\":\"add\",\"path\":\"/"
                  + fuzzer.pick(NAMES)
                  + "\",\"value\":"
                  + fuzzer.pick(VALUES)
                  + "}]");
      case 1 ->
          text("<Webhook><" + fuzzer.pick(NAMES) + ">1</" + fuzzer.pick(NAMES) + "></Webhook>");
      case 2 -> text(fuzzer.pick(NAMES) + "[a]=1&" + fuzzer.pick(NAMES) + "=%41");
      default -> fuzzer.body(this::object, VALUES);
    };
  }

  private String object() {
    var members = fuzzer.members(6, NAMES, VALUES);
    if (fuzzer.oneIn(3)) {
      members.put("Name", "\"N\"");
      members.put("Events", "[\"a.b\"]");
      members.put("TargetUrl", "\"" + url + "\"");
    }
    if (fuzzer.oneIn(4)) {
      members.put("EventName", fuzzer.pick(VALUES));
      members.put("PrimaryKey", fuzzer.pick(VALUES));
      members.put("Data", fuzzer.pick(VALUES));
    }
    return Fuzzer.json(members).replace("URL", url);
  }

  private Map<String, String> headers(OfficeRig.Customer customer) {
    var headers = new TreeMap<String, String>();
    if (!fuzzer.oneIn(20)) {
      headers.put("authorization", fuzzer.pick(List.of("Bearer ", "SOTicket ")) + customer.token);
    }
    if (!fuzzer.oneIn(3)) {
      headers.put(
          "content-type",
          fuzzer.pick(
              List.of(
                  "application/json",
                  "application/json",
                  "text/json",
                  "application/xml",
                  "application/x-www-form-urlencoded",
                  "text/plain",
                  ";;")));
    }
    if (fuzzer.oneIn(4)) {
      headers.put(
          "accept", fuzzer.pick(List.of("application/xml", "text/html", "*/*;q=0.1", ",,;q")));
    }
    if (fuzzer.oneIn(8)) {
      headers.put(
          "so-timezone", fuzzer.pick(List.of("NO", "Nowhere", "includeTZOffset", ",,", "US-NY,x")));
    }
    if (fuzzer.oneIn(8)) {
      headers.put(
          "if-unmodified-since", fuzzer.pick(List.of("Thu, 01 Jan 1970 00:00:00 GMT", "x", "")));
    }
    if (fuzzer.oneIn(8)) {
      headers.put("so-apptoken", fuzzer.pick(List.of("one", "two", " ")));
    }
    return headers;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
