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
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Retries and cancels of a selection: those ticked in a list, or all that match. */
class ManyAtOnceTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static ConsoleRig rig;
  private static ConsoleThings things;
  private static FakeReceiver receiver;
  private static Api api;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of());
    things = ConsoleThings.of(rig);
    receiver = things.receiver();
    api = things.api();
  }

  @AfterAll
  static void stop() {
    things.close();
    rig.close();
  }

  @Test
  @EnabledIf(
      value = "dev.belfry.server.console.Chromium#isThere",
      disabledReason = "there is no /usr/bin/chromium")
  void when_some_are_ticked_by_keyboard_then_just_those_are_retried_and_it_shows_how_far_it_is() {
    var id = givenDead("/ticked", 3);
    try (var chromium = new Chromium()) {
      var page = signedIn(chromium);
      page.navigate(rig.url + "/console/deliveries?webhook=" + id + "&state=dead");
      var boxes = page.locator("tbody input[type=checkbox]");
      boxes.nth(0).focus();
      page.keyboard().press("Space");
      boxes.nth(2).focus();
      page.keyboard().press("Space");
      assertThat(page.locator("[data-chosen]")).hasText(" (2)");
      page.getByRole(AriaRole.BUTTON, named("Retry")).focus();
      page.keyboard().press("Enter");

      assertThat(page.locator("#sweep")).containsText("2 of 2 due now");
      assertThat(page.locator("#sweep .state")).hasText("done");
      assertThat(Chromium.barriers(page)).isEmpty();
      things.awaitState(id, "delivered", 2);
      page.getByText("Back to the deliveries").click();
      assertThat(page.locator("tbody tr")).hasCount(1);
      assertThat(chromium.wrongs).isEmpty();
    }
  }

  @Test
  @EnabledIf(
      value = "dev.belfry.server.console.Chromium#isThere",
      disabledReason = "there is no /usr/bin/chromium")
  void when_all_that_match_are_retried_then_those_on_other_pages_are_among_them() {
    var id = givenDead("/all", 120);
    var other = givenDead("/others", 1);
    try (var chromium = new Chromium()) {
      var page = signedIn(chromium);
      page.navigate(rig.url + "/console/deliveries?webhook=" + id + "&state=dead");
      assertThat(page.locator("tbody tr")).hasCount(50);

      page.getByRole(AriaRole.BUTTON, named("Retry all")).click();

      assertThat(page.locator("#sweep")).containsText("120 of 120 due now");
      things.awaitState(id, "delivered", 120);
      things.awaitState(other, "dead", 1);
      assertThat(chromium.wrongs).isEmpty();
    }
  }

  @Test
  @EnabledIf(
      value = "dev.belfry.server.console.Chromium#isThere",
      disabledReason = "there is no /usr/bin/chromium")
  void when_a_type_and_a_subject_are_filtered_by_then_just_those_that_match_are_retried() {
    var id = givenDeadOfSeveralKinds();
    try (var chromium = new Chromium()) {
      var page = signedIn(chromium);
      page.navigate(rig.url + "/console/deliveries?state=dead&webhook=" + id);
      assertThat(page.locator("tbody tr")).hasCount(6);
      field(page, "Type").fill("mixed.a*");
      field(page, "Subject").fill("s/1");
      page.getByRole(AriaRole.BUTTON, named("Filter")).click();
      assertThat(page.locator("tbody tr")).hasCount(3);
      assertThat(field(page, "Type")).hasValue("mixed.a*");

      page.getByRole(AriaRole.BUTTON, named("Retry all")).click();

      assertThat(page.locator("#sweep")).containsText("3 of 3 due now");
      things.awaitState(id, "delivered", 3);
      assertThat(api.get("/v1/deliveries?state=dead&webhook=" + id).json().get("data")).hasSize(3);
      page.getByText("Back to the deliveries").click();
      assertThat(field(page, "Subject")).hasValue("s/1");
      assertThat(chromium.wrongs).isEmpty();
    }
  }

  @Test
  void when_a_replay_cannot_be_as_narrow_as_the_list_then_none_is_offered() {
    var cookie = rig.signIn(Program.DEV_SECRET);
    var some =
        "/console/deliveries?state=dead&webhook=" + things.webhook("/narrow", "narrow.*", "");

    assertThat(rig.get(some, cookie).body()).contains("Replay these");
    assertThat(rig.get(some + "&type=narrow.*", cookie).body())
        .contains("Replay these", "&amp;types=narrow.*");
    for (var narrower :
        List.of("subject=s", "type=narro*", "type=a%2Cb", "type=a+b", "event=evt_1")) {
      assertThat(rig.get(some + "&" + narrower, cookie).body())
          .as(narrower)
          .contains("Deliveries")
          .doesNotContain("Replay these");
    }
  }

  @Test
  void when_it_is_stopped_then_the_rest_stays_as_it_is() {
    var id = things.webhook("/waits", "waits.*", "");
    api.post("/v1/webhooks/" + id + "/pause", "application/json", "").orFail();
    for (int i = 0; i < 4; i++) {
      send("waits.x", 1000);
    }
    var cookie = rig.signIn(Program.DEV_SECRET);
    var proof = rig.proof("/console/deliveries?webhook=" + id, cookie);

    var begun =
        rig.post(
            "/console/deliveries?state=pending&webhook=" + id,
            cookie,
            Map.of("proof", proof, "do", "cancel-all"));
    var at = begun.headers().firstValue("location").orElseThrow();
    var stopped = rig.post(at + "/stop", cookie, Map.of("proof", proof));

    assertThat(stopped.statusCode()).isEqualTo(303);
    Eventually.holds(
        "it has stopped",
        SOON,
        () -> rig.get(at, cookie).body().contains("data-state=\"cancelled\">cancelled"));
    assertThat(api.get("/v1/deliveries?state=pending&webhook=" + id).json().get("data").size())
        .isPositive();
  }

  @Test
  void when_the_store_is_busy_for_a_while_then_it_waits_and_goes_on_and_says_so() throws Exception {
    var id = givenDead("/busy", 20);
    var cookie = rig.signIn(Program.DEV_SECRET);
    var proof = rig.proof("/console/deliveries?webhook=" + id, cookie);
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + rig.store());
        var holding = other.createStatement()) {
      holding.execute("begin immediate");
      var begun =
          rig.post(
              "/console/deliveries?state=dead&webhook=" + id,
              cookie,
              Map.of("proof", proof, "do", "retry-all"));
      var at = begun.headers().firstValue("location").orElseThrow();
      Eventually.holds(
          "it says that it waits",
          SOON,
          () -> rig.get(at, cookie).body().contains("goes on by itself"));
      assertThat(rig.get(at, cookie).body()).contains("data-state=\"running\"");

      holding.execute("rollback");

      Eventually.holds(
          "it is done", SOON, () -> rig.get(at, cookie).body().contains("data-state=\"done\""));
      assertThat(rig.get(at, cookie).body())
          .contains("20 of 20 due now")
          .doesNotContain("could not be", "goes on by itself");
    }
    things.awaitState(id, "delivered", 20);
  }

  @Test
  void when_somebody_else_asks_for_it_then_there_is_nothing() {
    var id = givenDead("/mine", 1);
    var cookie = rig.signIn(Program.DEV_SECRET);
    var proof = rig.proof("/console/deliveries?webhook=" + id, cookie);
    var begun =
        rig.post(
            "/console/deliveries?state=dead&webhook=" + id,
            cookie,
            Map.of("proof", proof, "do", "retry-all"));
    var at = begun.headers().firstValue("location").orElseThrow();

    assertThat(rig.get(at, cookie).statusCode()).isEqualTo(200);
    try (var operator = rig.operator()) {
      operator.post("/v1/tenants", "application/json", "{\"id\":\"else\"}").orFail();
      var key = operator.post("/v1/tenants/else/keys", "application/json", "{}").orFail().json();
      var other = rig.signIn(key.get("secret").asString());
      assertThat(rig.get(at, other).statusCode()).isEqualTo(404);
      var reader =
          operator
              .post("/v1/tenants/dev/keys", "application/json", "{\"scopes\":[\"read\"]}")
              .orFail()
              .json();
      var looking = rig.signIn(reader.get("secret").asString());
      assertThat(rig.get("/console/deliveries?state=dead", looking).body())
          .doesNotContain("retry-all");
      var proofOfReader = rig.proof("/console/deliveries", looking);
      var form = Map.of("proof", proofOfReader, "do", "retry-all");
      assertThat(rig.post("/console/deliveries?state=dead", looking, form).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void when_no_state_is_named_then_not_all_are_meant() {
    var cookie = rig.signIn(Program.DEV_SECRET);
    givenDead("/any", 1);
    var proof = rig.proof("/console/deliveries", cookie);

    var all = Map.of("proof", proof, "do", "retry-all");
    assertThat(rig.post("/console/deliveries", cookie, all).statusCode()).isEqualTo(400);
    var none = rig.post("/console/deliveries", cookie, Map.of("proof", proof, "do", "retry"));
    assertThat(none.headers().firstValue("location").orElseThrow()).contains("said=none-chosen");
  }

  private static Page signedIn(Chromium chromium) {
    var page = chromium.window(1200, 900, ColorScheme.LIGHT);
    page.navigate(rig.url + "/console/sign-in");
    page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(Program.DEV_SECRET);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
    return page;
  }

  /** A field of the form that filters. */
  private static Locator field(Page page, String label) {
    return page.locator("form.filter").getByLabel(label);
  }

  /** Dead ones of a webhook whose receiver works again. */
  private static String givenDead(String path, int count) {
    receiver.script(path).always(Reply.status(500));
    var type = path.substring(1);
    var id = things.webhook(path, type + ".*", ",\"retry\":{\"schedule\":[]}");
    send(type + ".x", count);
    things.awaitState(id, "dead", count);
    receiver.script(path).always(Reply.ok());
    return id;
  }

  /** Three of a type and a subject, two of another type, one of another subject. */
  private static String givenDeadOfSeveralKinds() {
    receiver.script("/mixed").always(Reply.status(500));
    var id = things.webhook("/mixed", "mixed.*", ",\"retry\":{\"schedule\":[]}");
    var events =
        Stream.of("a/1", "a/1", "a.b/1", "b/1", "b/1", "a/2")
            .map(kind -> kind.split("/", 2))
            .map(kind -> "{\"type\":\"mixed.%s\",\"subject\":\"s/%s\"}".formatted(kind[0], kind[1]))
            .collect(Collectors.joining(",", "[", "]"));
    api.post("/v1/events", "application/json", events).orFail();
    things.awaitState(id, "dead", 6);
    receiver.script("/mixed").always(Reply.ok());
    return id;
  }

  private static void send(String type, int count) {
    var events =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"type\":\"" + type + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    api.post("/v1/events", "application/json", events).orFail();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
