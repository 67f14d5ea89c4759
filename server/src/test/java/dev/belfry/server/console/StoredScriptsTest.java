package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.dialects.json.Json;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** T86: what others wrote is shown, and runs nowhere. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class StoredScriptsTest {

  private static final List<String> SEEDS =
      List.of(
          "<script>%s</script>",
          "\"><script>%s</script>",
          "'><img src=x onerror=%s>",
          "<svg onload=%s>",
          "</textarea><script>%s</script>",
          "</title><script>%s</script>",
          "</code></pre><svg/onload=%s>",
          "<iframe srcdoc=\"<script>parent.%s</script>\">",
          "<a href=\"javascript:%s\">x</a>",
          "<details open ontoggle=%s>",
          "<input autofocus onfocus=%s>",
          "<body onpageshow=%s>",
          "<div hx-get=/ hx-trigger=load hx-on::load=\"%s\">",
          "<div hx-on:click=\"%s\" hx-trigger=\"load[%s]\" hx-get=\"/\">",
          "<div data-hx-vals=\"js:{x:%s}\" data-hx-get=\"/\" data-hx-trigger=\"load\">",
          "<math><mtext><table><mglyph><style><img src=x onerror=%s>",
          "<style>@import '//evil.example/x.css'</style>",
          "<link rel=stylesheet href=//evil.example/x.css>",
          "<base href=//evil.example/>",
          "<meta http-equiv=refresh content=\"0;url=javascript:%s\">",
          "<object data=\"javascript:%s\">",
          "<form action=\"javascript:%s\"><button>x</button></form>",
          "{{constructor.constructor('%s')()}}",
          "${%s}",
          "`);%s//");

  private static final String CALL = "alert(1)";

  @Test
  void when_scripts_stand_in_every_field_then_none_runs_and_no_rule_is_broken_T86() {
    try (var rig = new ConsoleRig(Map.of());
        var receiver = FakeReceiver.start();
        var chromium = new Chromium();
        var api = rig.api()) {
      var payloads = payloads();
      var all = String.join("\n", payloads);
      receiver
          .script()
          .always(
              Reply.status(500)
                  .with("x-evil", payloads.get(2))
                  .with("server", payloads.get(3))
                  .body(all.getBytes(StandardCharsets.UTF_8)));
      var page = chromium.window(1200, 900, ColorScheme.LIGHT);
      page.navigate(rig.url + "/console/sign-in");
      page.locator("#key").fill(Program.DEV_SECRET);
      page.locator("button[type=submit]").click();
      page.waitForURL(rig.url + "/");

      var paths = new ArrayList<String>();
      for (int i = 0; i < payloads.size(); i++) {
        givenThings(api, receiver.url("/x").toString(), payloads.get(i), i, paths);
      }
      receiver.await(payloads.size(), Duration.ofSeconds(60));
      paths.addAll(
          List.of(
              "/",
              "/console/webhooks",
              "/console/events",
              "/console/deliveries",
              "/console/audit"));
      for (var path : paths) {
        page.navigate(rig.url + path);
        page.mouse().click(600, 500);
      }
      for (var delivery : api.get("/v1/deliveries?limit=50").json().get("data")) {
        page.navigate(rig.url + "/console/deliveries/" + delivery.get("id").asString());
        page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      }

      assertThat(chromium.wrongs).isEmpty();
      assertThat(paths).hasSizeGreaterThan(2 * payloads.size());
    }
  }

  private static void givenThings(
      Api api, String url, String payload, int number, List<String> paths) {
    var webhook =
        Json.object()
            .put("url", url + "?" + number)
            .put("name", payload.length() > 200 ? payload.substring(0, 200) : payload)
            .put("description", payload);
    webhook.putArray("types").add("evil.n" + number);
    webhook.putObject("metadata").put("note", payload);
    var id = post(api, "/v1/webhooks", Json.write(webhook));
    var event = Json.object().put("type", "evil.n" + number).put("subject", payload);
    event.putObject("data").put(payload, payload);
    var sent = post(api, "/v1/events", Json.write(event));
    paths.add("/console/webhooks/" + id);
    paths.add("/console/webhooks/" + id + "/edit");
    paths.add("/console/events/" + sent);
    paths.add(
        "/console/events?subject="
            + URLEncoder.encode(payload, StandardCharsets.UTF_8)
            + "&cursor="
            + URLEncoder.encode(payload, StandardCharsets.UTF_8));
  }

  private static String post(Api api, String path, byte[] body) {
    return api.post(path, "application/json", new String(body, StandardCharsets.UTF_8))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  private static List<String> payloads() {
    var payloads = new ArrayList<String>();
    for (var seed : SEEDS) {
      payloads.add(seed.replace("%s", CALL));
      payloads.add(
          "'\"`" + seed.replace("%s", "window.alert&#40;1)").replace("<script", "<ScRiPt"));
    }
    return payloads;
  }
}
