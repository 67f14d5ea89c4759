package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
        var api = rig.api();
        var operator = rig.operator()) {
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
      signIn(page, rig, Program.DEV_SECRET);

      var paths = new ArrayList<String>();
      for (int i = 0; i < payloads.size(); i++) {
        givenThings(api, receiver.url("/x").toString(), payloads.get(i), i, paths);
        givenNames(api, operator, payloads.get(i), i);
      }
      receiver.await(payloads.size(), Duration.ofSeconds(60));
      paths.add("/console/webhooks/" + given(api, receiver.url("/x").toString(), all) + "/edit");
      for (var payload : payloads) {
        var encoded = URLEncoder.encode(payload, StandardCharsets.UTF_8);
        paths.add("/console/events?subject=" + encoded + "&cursor=" + encoded);
      }
      paths.addAll(
          List.of(
              "/",
              "/console/webhooks",
              "/console/events",
              "/console/deliveries",
              "/console/event-types",
              "/console/event-types/evil.n0",
              "/console/audit"));
      for (var path : paths) {
        page.navigate(rig.url + path);
        page.mouse().click(600, 500);
      }
      for (var delivery : api.get("/v1/deliveries?limit=10").json().get("data")) {
        page.navigate(rig.url + "/console/deliveries/" + delivery.get("id").asString());
        page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      }

      page.context().clearCookies();
      signIn(page, rig, rig.operatorKey());
      for (var path :
          List.of("/", "/console/tenants", "/console/tenants/evil0", "/console/audit")) {
        page.navigate(rig.url + path);
      }

      assertThat(page.locator("main").innerText()).contains("tenant.created");
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
    paths.add("/console/events/" + sent);
  }

  /** A webhook with all payloads in the fields of its form. */
  private static String given(Api api, String url, String all) {
    var webhook =
        Json.object()
            .put("url", url)
            .put("name", all.substring(0, 200))
            .put("description", all.substring(0, Math.min(2000, all.length())));
    webhook.putArray("types").add("evil.all");
    webhook.putObject("metadata").put("note", all.substring(0, Math.min(500, all.length())));
    return post(api, "/v1/webhooks", Json.write(webhook));
  }

  private static void givenNames(Api api, Api operator, String payload, int number) {
    var type = Json.object().put("description", payload);
    type.putObject("schema").put("description", payload);
    api.send("PUT", "/v1/event-types/evil.n" + number, text(Json.write(type)), Map.of()).orFail();
    var tenant = Json.object().put("id", "evil" + number).put("name", payload);
    post(operator, "/v1/tenants", Json.write(tenant));
  }

  private static void signIn(Page page, ConsoleRig rig, String key) {
    page.navigate(rig.url + "/console/sign-in");
    page.locator("#key").fill(key);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String post(Api api, String path, byte[] body) {
    return api.post(path, "application/json", text(body)).orFail().json().get("id").asString();
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
