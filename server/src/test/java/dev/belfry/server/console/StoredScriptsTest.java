package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** T86: what others wrote is shown, and runs nowhere. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class StoredScriptsTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final List<String> TEXTS = LONG ? HostileTexts.many() : HostileTexts.some();

  private static final List<String> LISTS =
      List.of("", "/webhooks", "/events", "/deliveries", "/event-types", "/replays/new");

  @Test
  void when_scripts_stand_in_every_field_then_none_runs_and_no_rule_is_broken_T86() {
    try (var rig = new ConsoleRig(Map.of("BELFRY_TIME_SCALE", "1"));
        var receiver = FakeReceiver.start();
        var chromium = new Chromium()) {
      var pages = givenThings(rig, receiver);

      try (var tenant = window(chromium, rig, Program.DEV_SECRET)) {
        walk(tenant, "/console", pages);
        walk(tenant, "/console", List.of("/audit"));
      }
      try (var operator = window(chromium, rig, rig.operatorKey())) {
        walk(operator, "/console", LISTS);
        walk(operator, "/console", List.of("/tenants", "/tenants/evil0", "/audit"));
        assertThat(operator.main().innerText()).contains("webhook.created");
      }
      var guest = chromium.window(1200, 900, ColorScheme.LIGHT);
      guest.navigate(rig.portalLink("{\"tenant\":\"dev\"}"));
      try (var customer = new Visitor(guest, rig)) {
        walk(customer, "/portal", LONG ? pages : everySeventh(pages));
      }

      assertThat(chromium.wrongs).isEmpty();
      assertThat(pages).hasSizeGreaterThan(4 * TEXTS.size());
    }
  }

  /** Opens each, unfolds what is folded, and clicks into it. */
  private static void walk(Visitor visitor, String base, List<String> pages) {
    for (var path : pages) {
      visitor.opens(base + path);
      assertThat(visitor.page().locator("h1").count()).as(path).isEqualTo(1);
      visitor
          .page()
          .evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      visitor.page().mouse().click(600, 500);
    }
  }

  /** Answers the pages that show them. */
  private static List<String> givenThings(ConsoleRig rig, FakeReceiver receiver) {
    var answer = Reply.status(500).body(String.join("\n", TEXTS).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 10; i++) {
      answer = answer.with("x-" + i + "`'alert|1|", TEXTS.get(i));
    }
    receiver.script().always(answer);
    var pages = new ArrayList<>(LISTS);
    try (var api = rig.api();
        var operator = rig.operator()) {
      for (int i = 0; i < TEXTS.size(); i++) {
        var url = receiver.url("/x").toString();
        var things = HostileThings.of(api, operator, url, TEXTS.get(i), i);
        pages.addAll(things.pages());
        if (LONG || i % 5 == 0) {
          pages.addAll(things.more());
        }
      }
      receiver.await(TEXTS.size(), Duration.ofSeconds(60));
      pages.addAll(deliveries(api));
    }
    return pages;
  }

  /** Two and six pages come after each other, so there are some of each kind. */
  private static List<String> everySeventh(List<String> pages) {
    return IntStream.range(0, pages.size()).filter(i -> i % 7 == 0).mapToObj(pages::get).toList();
  }

  private static List<String> deliveries(Api api) {
    var pages = new ArrayList<String>();
    var next = "";
    while (pages.size() < TEXTS.size()) {
      var found = api.get("/v1/deliveries?limit=250" + next).orFail().json();
      for (var delivery : found.get("data")) {
        pages.add("/deliveries/" + delivery.get("id").asString());
      }
      next = "&cursor=" + found.get("next").asString("");
    }
    return pages;
  }

  private static Visitor window(Chromium chromium, ConsoleRig rig, String key) {
    return Visitor.of(chromium, rig, key);
  }
}
