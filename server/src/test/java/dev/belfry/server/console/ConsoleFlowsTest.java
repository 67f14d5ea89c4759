package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What people do in the console, by a real browser. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsoleFlowsTest {

  private static ConsoleRig rig;
  private static Chromium chromium;
  private Page page;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of());
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    rig.close();
  }

  @BeforeEach
  void open() {
    page = chromium.window(1200, 900, ColorScheme.LIGHT);
  }

  @AfterEach
  void close() {
    page.context().close();
    var wrongs = List.copyOf(chromium.wrongs);
    chromium.wrongs.clear();
    assertThat(wrongs).isEmpty();
  }

  @Test
  void when_a_form_is_filled_in_then_it_says_what_is_wrong_while_typing() {
    signIn(Program.DEV_SECRET);
    page.navigate(rig.url + "/console/webhooks/new");

    page.locator("#f-url").fill("ftp://example.com");
    assertThat(page.locator("#fault-url")).containsText("http");
    assertThat(page.locator("#f-url")).hasAttribute("aria-invalid", "true");
    page.locator("#f-url").fill("https://example.com/hooks");
    assertThat(page.locator("#fault-url")).isEmpty();
    page.getByText("Retries and time limits").click();
    page.getByLabel("Time limit of a request").fill("3 weeks");
    assertThat(page.locator("#fault-timeout")).containsText("duration");
    button("Make the webhook").click();

    assertThat(page.locator("#fault-timeout")).containsText("duration");
    assertThat(page.locator("#f-url")).hasValue("https://example.com/hooks");
    try (var api = rig.api()) {
      var made = api.get("/v1/webhooks?url=example.com/hooks").json().get("data");
      assertThat(made.size()).isZero();
    }
  }

  @Test
  void when_a_webhook_is_changed_tried_paused_resumed_and_deleted_then_each_is_told() {
    try (var receiver = FakeReceiver.start();
        var api = rig.api()) {
      receiver.script().always(Reply.status(401).body("who are you?"));
      var id = givenWebhook(api, receiver.url("/x").toString(), "tried.*");
      signIn(Program.DEV_SECRET);
      page.navigate(rig.url + "/console/webhooks/" + id);

      button("Send a test").click();
      assertThat(page.locator("#tested")).containsText("does not accept the credentials");
      page.locator("#tested summary").click();
      assertThat(page.locator("#tested")).containsText("who are you?");
      button("Pause").click();
      assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("Paused");
      button("Resume").click();
      assertThat(page.locator(".status .state").first()).hasText("active");
      page.getByRole(AriaRole.LINK, named("Change")).click();
      page.getByLabel("Name", exactly()).first().fill("Renamed");
      page.getByText("Headers and authentication").click();
      page.locator("#f-headers").fill("X-One: 1");
      button("Save").click();
      assertThat(page.locator("h1")).hasText("Renamed");
      assertThat(api.get("/v1/webhooks/" + id).json().at("/headers/X-One").asString())
          .isEqualTo("1");
      button("Delete the webhook").click();
      assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("The webhook is gone");
    }
  }

  @Test
  void when_somebody_watches_live_then_attempts_appear_and_wait_while_paused() {
    try (var receiver = FakeReceiver.start();
        var api = rig.api()) {
      givenWebhook(api, receiver.url("/live").toString(), "live.*");
      signIn(Program.DEV_SECRET);
      menu("Live").click();
      assertThat(page.locator("#live-state")).hasText("Watching.");

      send(api, "live.one");
      assertThat(page.locator("#live-table")).containsText("live.one");
      button("Pause").click();
      send(api, "live.two");
      var goOn = page.getByRole(AriaRole.BUTTON, named(Pattern.compile("Go on \\([0-9]+\\)")));
      assertThat(goOn).isVisible();
      assertThat(page.locator("#live-table")).not().containsText("live.two");
      goOn.click();
      assertThat(page.locator("#live-table")).containsText("live.two");
    }
  }

  @Test
  void when_the_operator_makes_a_tenant_a_key_and_a_portal_link_then_each_works() {
    signIn(rig.operatorKey());
    menu("Tenants").click();
    page.locator("#f-id").fill("globex");
    button("Make the tenant").click();
    assertThat(page.locator("h1")).hasText("globex");
    button("Make a key").click();
    var secret = page.locator("#secret").innerText();
    button("Make a link").click();
    var link = page.locator("#link").innerText();

    var customer = chromium.window(900, 800, ColorScheme.DARK);
    customer.navigate(link);
    assertThat(customer.locator(".me")).hasText("globex");
    assertThat(customer.locator("h1")).hasText("Overview");
    customer.navigate(rig.url + "/portal/webhooks/new");
    customer.locator("#f-url").fill("http://127.0.0.1:2000/portal");
    customer.locator("button[type=submit]", new Page.LocatorOptions().setHasText("Make")).click();
    assertThat(customer.locator("#secret")).hasText(Pattern.compile("whsec_.+"));
    customer.context().close();
    page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
    page.waitForURL(rig.url + "/");
    signIn(secret);
    menu("Webhooks").click();
    assertThat(page.locator("main")).containsText("http://127.0.0.1:2000/portal");
    menu("Audit log").click();
    assertThat(page.locator("main")).containsText("portal");
  }

  @Test
  void when_a_page_is_used_by_keyboard_alone_then_everything_is_reached() {
    signIn(Program.DEV_SECRET);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();

    page.navigate(rig.url + "/console/events/new");
    page.locator("#f-type").focus();
    page.keyboard().press("Tab");
    assertThat(page.locator("#f-subject")).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("accepted and is on disk");
  }

  @Test
  void when_an_id_is_pasted_into_the_search_then_its_page_opens() {
    try (var api = rig.api()) {
      var id =
          api.post("/v1/events", "application/json", "{\"type\":\"sought.after\"}")
              .orFail()
              .json()
              .get("id")
              .asString();
      signIn(Program.DEV_SECRET);

      find(id);
      assertThat(page.locator("h1")).hasText("sought.after");
      find("sought.after");
      assertThat(page.locator("tbody tr")).hasCount(1);
    }
  }

  @Test
  void when_light_or_dark_is_chosen_then_it_stays() {
    signIn(Program.DEV_SECRET);

    page.getByRole(AriaRole.BUTTON, named("Light or dark")).click();
    page.reload();

    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
  }

  private void find(String text) {
    page.getByLabel("Find by id, type or subject").fill(text);
    page.keyboard().press("Enter");
  }

  private void signIn(String key) {
    page.navigate(rig.url + "/console/sign-in");
    page.getByLabel("Key", exactly()).fill(key);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator menu(String name) {
    return page.locator(".menu")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions named(Pattern name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static String givenWebhook(Api api, String url, String types) {
    return api.post(
            "/v1/webhooks",
            "application/json",
            "{\"url\":\"%s\",\"types\":[\"%s\"]}".formatted(url, types))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  private static void send(Api api, String type) {
    api.post("/v1/events", "application/json", "{\"type\":\"" + type + "\"}").orFail();
  }
}
