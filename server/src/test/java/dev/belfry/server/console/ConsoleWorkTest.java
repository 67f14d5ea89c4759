package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What people do after an outage, with secrets, event types and figures, by a real browser. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsoleWorkTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static ConsoleRig rig;
  private static Chromium chromium;
  private static ConsoleThings things;
  private static FakeReceiver receiver;
  private static Api api;
  private Page page;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of());
    chromium = new Chromium();
    things = ConsoleThings.of(rig);
    receiver = things.receiver();
    api = things.api();
  }

  @AfterAll
  static void stop() {
    things.close();
    chromium.close();
    rig.close();
  }

  @BeforeEach
  void open() {
    page = chromium.window(1200, 900, ColorScheme.LIGHT);
    page.navigate(rig.url + "/console/sign-in");
    page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(Program.DEV_SECRET);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
  }

  @AfterEach
  void close() {
    page.context().close();
    var wrongs = List.copyOf(chromium.wrongs);
    chromium.wrongs.clear();
    assertThat(wrongs).isEmpty();
  }

  @Test
  void when_deliveries_were_given_up_then_a_replay_of_them_shows_how_far_it_is() {
    receiver.script("/replayed").always(Reply.status(500));
    var id = things.webhook("/replayed", "replayed.*", ",\"retry\":{\"schedule\":[]}");
    for (int i = 0; i < 3; i++) {
      send("replayed.x", "{}");
    }
    things.awaitState(id, "dead", 3);
    receiver.script("/replayed").always(Reply.ok());

    page.navigate(rig.url + "/console/deliveries?webhook=" + id + "&state=dead");
    assertThat(page.locator("tbody tr")).hasCount(3);
    page.getByRole(AriaRole.LINK, named("Replay these")).click();
    button("Begin the replay").click();

    assertThat(page.locator("#replay")).containsText("3 of 3 made");
    assertThat(page.locator("#replay .state")).hasText("done");
    things.awaitState(id, "delivered", 3);
    page.locator(".menu").getByRole(AriaRole.LINK, within("Replays")).click();
    assertThat(page.locator("tbody")).containsText("done");
  }

  @Test
  void when_a_replay_takes_long_then_it_can_be_cancelled() {
    var id = things.webhook("/slow", "slow.*", ",\"retry\":{\"schedule\":[]}");
    receiver.script("/slow").always(Reply.status(500));
    for (int i = 0; i < 30; i++) {
      send("slow.x", "{}");
    }
    things.awaitState(id, "dead", 30);

    page.navigate(rig.url + "/console/replays/new?webhook=" + id);
    page.getByLabel("At most so many a second").fill("0.2");
    button("Begin the replay").click();
    assertThat(page.locator("#replay .state")).hasText("running");
    button("Cancel it").click();

    assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("cancelled");
    assertThat(page.locator("#replay .state")).hasText("cancelled");
  }

  @Test
  void when_the_secret_is_rotated_then_the_new_one_is_shown_and_both_sign() {
    var id = things.webhook("/rotated", "rotated.*", "");
    page.navigate(rig.url + "/console/webhooks/" + id);

    button("Rotate the secret").click();

    assertThat(page.locator("#secret")).hasText(Pattern.compile("whsec_.+"));
    assertThat(page.locator(".keep")).containsText("signs too until");
    send("rotated.x", "{}");
    var sent = Eventually.gets("a request", SOON, () -> of("/rotated"));
    assertThat(sent.split(" ")).hasSize(2);
  }

  @Test
  void when_an_event_type_is_declared_then_an_example_is_made_and_bad_data_is_refused() {
    page.locator(".menu").getByRole(AriaRole.LINK, within("Event types")).click();
    page.getByRole(AriaRole.LINK, named("New event type")).click();
    page.locator("#f-type").fill("invoice.paid");
    page.locator("#f-schema")
        .fill(
            """
            {"type":"object","required":["amount"],
             "properties":{"amount":{"type":"integer","minimum":5},"currency":{"enum":["EUR"]}}}
            """);
    button("Save").click();
    page.getByRole(AriaRole.LINK, named("invoice.paid")).click();
    assertThat(page.getByLabel("Example", exactly())).containsText("\"amount\" : 5");
    page.getByRole(AriaRole.LINK, named("Send one")).click();
    page.locator("#f-data").fill("{\"amount\":1}");
    button("Send it").click();
    assertThat(page.locator("#fault-data")).containsText("5");
    page.locator("#f-data").fill("{\"amount\":5}");
    button("Send it").click();
    assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("accepted and is on disk");
  }

  @Test
  void when_it_is_asked_why_an_event_did_not_come_then_the_reason_is_told() {
    var id =
        things.webhook(
            "/choosy", "choosy.*", ",\"name\":\"Choosy\",\"filter\":\"data.total > 100\"");
    var event = send("choosy.x", "{\"total\":7}");
    page.navigate(rig.url + "/console/events/" + event);
    assertThat(page.locator("main")).containsText("No deliveries here");

    page.getByLabel("To webhook").selectOption(id);
    button("Explain").click();

    assertThat(page.locator("#because .lead")).containsText("Not owed to this webhook");
    assertThat(page.locator("#because")).containsText("filter");
  }

  @Test
  void when_a_webhook_fails_then_the_overview_says_why_and_the_delivery_is_two_clicks_away() {
    receiver.script("/broken").always(Reply.status(401));
    var id = things.webhook("/broken", "broken.*", ",\"name\":\"Broken one\"");
    send("broken.x", "{}");
    Eventually.holds(
        "an attempt failed",
        SOON,
        () -> api.get("/v1/webhooks/" + id).json().at("/stats/failingSince").isString());
    page.navigate(rig.url + "/");
    assertThat(page.locator("#overview")).containsText("does not accept the credentials");

    page.getByRole(AriaRole.LINK, named("Broken one")).first().click();
    assertThat(page.locator(".status").first()).containsText("does not accept the credentials");
    page.getByRole(AriaRole.LINK, named("broken.x")).first().click();

    assertThat(page.locator("#delivery")).containsText("does not accept the credentials");
  }

  @Test
  void when_the_pointer_is_over_a_chart_then_its_figures_are_read_out() {
    things.webhook("/counted", "counted.*", "");
    send("counted.x", "{}");
    page.navigate(rig.url + "/");
    var chart = page.locator(".chart").first();
    assertThat(chart.locator("svg"))
        .hasAttribute("aria-label", Pattern.compile("Events and deliveries a minute: .+"));

    var box = chart.locator("svg").boundingBox();
    page.mouse().move(box.x + box.width - 5, box.y + box.height / 2);

    assertThat(chart.locator(".reading"))
        .hasText(Pattern.compile(".+ · accepted [0-9]+ · delivered [0-9]+"));
    page.getByRole(AriaRole.LINK, named("7d")).click();
    assertThat(page.locator(".figures")).containsText("in the last 7 days");
    page.getByText("These figures as a table").click();
    assertThat(page.locator(".figures-table tbody tr")).hasCount(169);
  }

  @Test
  void when_a_time_is_given_then_it_is_meant_in_the_viewers_zone() {
    page.navigate(rig.url + "/console/events");

    page.getByLabel("From").fill("2026-01-02T03:04");
    button("Filter").click();

    page.waitForURL(Pattern.compile(".*since=2026-01-02T02%3A04.*"));
    assertThat(page.getByLabel("From")).hasValue("2026-01-02T03:04");
  }

  @Test
  void when_an_answer_was_unfolded_then_it_stays_so_while_the_page_renews_itself() {
    receiver.script("/folded").always(Reply.status(503).body("later"));
    var id = things.webhook("/folded", "folded.*", "");
    send("folded.x", "{}");
    var delivery =
        Eventually.gets(
            "a failed attempt",
            SOON,
            () -> {
              var first = api.get("/v1/deliveries?webhook=" + id).json().at("/data/0");
              return first.path("attemptCount").asInt(0) > 0 ? first.get("id").asString() : null;
            });
    page.navigate(rig.url + "/console/deliveries/" + delivery);

    page.locator("#answer-1 summary").click();
    page.waitForResponse(response -> response.url().contains(delivery), () -> {});

    assertThat(page.locator("#answer-1")).hasAttribute("open", "");
    assertThat(page.locator("#answer-1")).containsText("later");
  }

  private static @Nullable String of(String path) {
    return receiver.requests().stream()
        .filter(request -> request.path().equals(path))
        .flatMap(request -> request.header("webhook-signature").stream())
        .findFirst()
        .orElse(null);
  }

  private static String send(String type, String data) {
    return api.post(
            "/v1/events", "application/json", "{\"type\":\"" + type + "\",\"data\":" + data + "}")
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.GetByRoleOptions within(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
