package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Every page in a real browser: no barrier, no script stopped, nothing too wide or too large. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsolePagesTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int LARGEST = 100 * 1024;

  private static ConsoleRig rig;
  private static FakeReceiver receiver;
  private static Chromium chromium;
  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of("BELFRY_TIME_SCALE", "1"));
    receiver = FakeReceiver.start();
    chromium = new Chromium();
    try (var api = rig.api();
        var operator = rig.operator()) {
      givenThings(api, operator);
    }
  }

  @AfterAll
  static void stop() {
    chromium.close();
    receiver.close();
    rig.close();
  }

  private static void givenThings(Api api, Api operator) {
    receiver.script("/orders").always(Reply.status(200).body("{\"thanks\":true}"));
    receiver
        .script("/billing")
        .always(Reply.status(503).with("x-request-id", "42").body("{\"error\":\"down\"}"));
    var orders = webhook(api, "Order desk", "/orders", "order.*");
    var billing = webhook(api, "Billing", "/billing", "order.paid");
    api.post(
            "/v1/webhooks/" + webhook(api, "Warehouse", "/orders", "stock.*") + "/pause",
            "application/json",
            "")
        .orFail();
    String event = null;
    for (int i = 0; i < 12; i++) {
      event =
          api.post(
                  "/v1/events",
                  "application/json",
                  """
                  {"type":"%s","subject":"order/%d","source":"/shop",
                   "data":{"total":%d.5,"currency":"EUR","lines":[{"sku":"A-1","count":%d}]}}
                  """
                      .formatted(i % 3 == 2 ? "order.paid" : "order.created", i, i, i))
              .orFail()
              .json()
              .get("id")
              .asString();
    }
    Eventually.holds(
        "an attempt at billing was recorded",
        Duration.ofSeconds(60),
        () ->
            api.get("/v1/deliveries?webhook=" + billing + "&limit=1")
                    .json()
                    .at("/data/0/attemptCount")
                    .asInt()
                > 0);
    var delivery = api.get("/v1/deliveries?webhook=" + billing).json().at("/data/0/id").asString();
    var replay =
        api.post(
                "/v1/replays",
                "application/json",
                """
                {"webhook":"%s","since":"2026-01-01T00:00:00Z","states":["delivered"],"types":["order.paid"]}
                """
                    .formatted(orders))
            .orFail()
            .json()
            .get("id")
            .asString();
    api.send(
            "PUT",
            "/v1/event-types/order.paid",
            """
            {"description":"An order was paid in full.","schema":{"type":"object","required":["total"],
             "properties":{"total":{"type":"number"},"currency":{"enum":["EUR","USD"]}}}}
            """,
            Map.of())
        .orFail();
    operator
        .post("/v1/tenants", "application/json", "{\"id\":\"acme\",\"name\":\"Acme\"}")
        .orFail();
    PAGES.put("overview", "/");
    PAGES.put("webhooks", "/console/webhooks");
    PAGES.put("webhooks-none", "/console/webhooks?state=unverified");
    PAGES.put("webhook", "/console/webhooks/" + orders);
    PAGES.put("webhook-failing", "/console/webhooks/" + billing);
    PAGES.put("webhook-new", "/console/webhooks/new");
    PAGES.put("webhook-edit", "/console/webhooks/" + orders + "/edit");
    PAGES.put("events", "/console/events");
    PAGES.put("event", "/console/events/" + event);
    PAGES.put("event-new", "/console/events/new");
    PAGES.put("deliveries", "/console/deliveries");
    PAGES.put("delivery", "/console/deliveries/" + delivery);
    PAGES.put("deliveries-dead", "/console/deliveries?state=dead");
    PAGES.put("many", givenSweep(api));
    PAGES.put("live", "/console/live");
    PAGES.put("replays", "/console/replays");
    PAGES.put("replay", "/console/replays/" + replay);
    PAGES.put("replay-new", "/console/replays/new?webhook=" + billing);
    PAGES.put("event-types", "/console/event-types");
    PAGES.put("event-type", "/console/event-types/order.paid");
    PAGES.put("event-type-new", "/console/event-types/new");
    PAGES.put("why", "/console/events/" + event + "/why?webhook=" + billing);
    PAGES.put("audit", "/console/audit");
    PAGES.put("not-there", "/console/none");
    PAGES.put("operator-overview", "/?");
    PAGES.put("operator-webhooks", "/console/webhooks?");
    PAGES.put("operator-deliveries", "/console/deliveries?");
    PAGES.put("operator-tenants", "/console/tenants");
    PAGES.put("operator-tenant", "/console/tenants/dev");
    PAGES.put("operator-settings", "/console/settings");
    PAGES.put("operator-audit", "/console/audit?");
  }

  /** Many deliveries that are being cancelled, of which none can be. */
  private static String givenSweep(Api api) {
    var cookie = rig.signIn(Program.DEV_SECRET);
    var proof = rig.proof("/console/deliveries", cookie);
    var id = api.get("/v1/deliveries?state=delivered").json().at("/data/0/id").asString();
    var form = Map.of("proof", proof, "do", "cancel", "id", id);
    return rig.post("/console/deliveries", cookie, form)
        .headers()
        .firstValue("location")
        .orElseThrow();
  }

  private static String webhook(Api api, String name, String path, String types) {
    return api.post(
            "/v1/webhooks",
            "application/json",
            """
            {"name":"%s","url":"%s","types":["%s"],"headers":{"x-team":"shop"}}
            """
                .formatted(name, receiver.url(path), types))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  @Test
  void when_a_page_is_opened_then_it_is_sound_in_light_and_dark_on_desktop_and_phone() {
    var faults = new ArrayList<String>();
    var tenant = chromium.window(1440, 900, ColorScheme.LIGHT);
    tenant.navigate(rig.url + "/console/sign-in");
    look(tenant, "sign-in", faults);
    signIn(tenant, Program.DEV_SECRET);
    var operator = chromium.window(1440, 900, ColorScheme.LIGHT);
    signIn(operator, rig.operatorKey());
    PAGES.forEach((name, path) -> {
      var page = name.startsWith("operator-") ? operator : tenant;
      page.navigate(rig.url + path);
      look(page, name, faults);
    });
    tenant.context().close();
    operator.context().close();

    assertThat(faults).isEmpty();
    assertThat(chromium.wrongs).isEmpty();
  }

  @Test
  void when_there_are_no_scripts_then_every_page_can_be_read() {
    var page = chromium.windowWithoutScripts();
    signIn(page, Program.DEV_SECRET);

    PAGES.forEach((name, path) -> {
      if (!name.startsWith("operator-")) {
        page.navigate(rig.url + path);
        assertThat(page.locator("h1").innerText()).as(name).isNotBlank();
      }
    });
    page.navigate(rig.url + PAGES.get("delivery"));
    assertThat(page.locator("main").innerText())
        .contains("something went wrong on its side")
        .contains("UTC");
    page.context().close();
  }

  @Test
  void when_a_page_is_fetched_then_it_is_small() {
    var cookie = rig.signIn(Program.DEV_SECRET);
    var operator = rig.signIn(rig.operatorKey());
    PAGES.forEach((name, path) -> {
      var body = rig.get(path, name.startsWith("operator-") ? operator : cookie).body();
      assertThat(body.length()).as(name).isLessThan(LARGEST);
    });
  }

  /** In all four ways; for barriers in two of them, which have every colour and every layout. */
  private static void look(Page page, String name, List<String> faults) {
    page.waitForLoadState(LoadState.LOAD);
    look(page, name, ColorScheme.LIGHT, 1440, true, faults);
    look(page, name, ColorScheme.DARK, 1440, false, faults);
    look(page, name, ColorScheme.DARK, 390, true, faults);
    look(page, name, ColorScheme.LIGHT, 390, false, faults);
  }

  private static void look(
      Page page, String name, ColorScheme scheme, int width, boolean axe, List<String> faults) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, width > 500 ? 900 : 844);
    var where =
        name
            + "-"
            + (scheme == ColorScheme.DARK ? "dark" : "light")
            + (width > 500 ? "-desktop" : "-phone");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(where + ".png")).setFullPage(true));
    if (axe) {
      Chromium.barriers(page).forEach(barrier -> faults.add(where + ": " + barrier));
    }
    var over =
        ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
    if (over > 0) {
      faults.add(where + " is " + over + " pixels too wide");
    }
  }

  private static void signIn(Page page, String key) {
    page.navigate(rig.url + "/console/sign-in");
    page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(key);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
  }
}
