package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Settings and health, and times where the viewer is, by a real browser. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsoleSettingsTest {

  private static final String RED = "rgb(168, 38, 28)";
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.UK);

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @Test
  void when_something_unsafe_is_allowed_then_settings_and_overview_say_so_in_red() {
    try (var rig =
            new ConsoleRig(
                false,
                Map.of("BELFRY_HTTP_TARGETS", "true", "BELFRY_EGRESS_ALLOW", "10.0.0.0/8:8443"));
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      visitor.page().getByText("2 unsafe settings in use").click();
      assertThat(visitor.page().locator(".warning li").first()).isVisible();

      visitor.page().locator(".menu").getByText("Settings").click();

      var warning = visitor.page().locator(".warning");
      assertThat(warning).containsText("Unsafe settings in use");
      assertThat(warning).hasCSS("color", RED);
      assertThat(warning.locator("li"))
          .hasText(
              new String[] {
                "http_targets: requests may leave without encryption.",
                "egress_allow: targets may reach 10.0.0.0/8:8443, which are not on the open net."
              });
      assertThat(value(visitor, "Without encryption")).hasCSS("color", RED);
      assertThat(value(visitor, "Besides the open net")).hasCSS("color", RED);
      assertThat(visitor.page().locator("dd.failing")).hasCount(2);
      assertThat(chromium.wrongs).isEmpty();
    }
  }

  @Test
  void when_nothing_unsafe_is_allowed_then_nothing_is_red() {
    try (var rig = new ConsoleRig(false, Map.of());
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      visitor.opens("/console/settings");

      assertThat(visitor.page().locator("h1")).hasText("Settings and health");
      assertThat(visitor.page().locator(".warning, .failing")).hasCount(0);
    }
  }

  @Test
  void when_the_store_is_checked_then_it_is_told_that_this_goes_on_and_what_came_of_it() {
    try (var rig = new ConsoleRig(Map.of());
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      visitor.opens("/console/settings");
      var held = new ArrayList<Route>();
      visitor.page().route("**/settings/verify", held::add);

      visitor.page().waitForRequest("**/settings/verify", () -> visitor.presses("Check now"));
      assertThat(visitor.page().getByText("Checking …")).isVisible();
      assertThat(visitor.page().getByText("Check now")).isDisabled();
      held.forEach(Route::resume);

      assertThat(visitor.page().locator("#verified")).hasText("Everything is as it was written.");
      assertThat(visitor.page().getByText("Checking …")).isHidden();
      assertThat(visitor.page().getByText("Check now")).isEnabled();
    }
  }

  @Test
  void when_a_time_is_shown_then_it_is_the_viewers_and_the_exact_one_is_told_on_hover() {
    try (var rig = new ConsoleRig(Map.of());
        var operator = rig.operator()) {
      var made =
          operator
              .post(
                  "/v1/tenants/dev/keys",
                  "application/json",
                  "{\"expiresAt\":\"2040-05-31T20:00:00Z\"}")
              .orFail()
              .json();
      try (var visitor = Visitor.signedIn(in(KOLKATA), rig, rig.operatorKey())) {
        visitor.opens("/console/tenants/dev");
        var row =
            visitor
                .rows()
                .filter(new Locator.FilterOptions().setHasText(made.get("id").asString()));
        var until = row.locator("[data-label=Until] time");

        assertThat(until).hasText("1 Jun 2040, 01:30");
        assertThat(until).hasAttribute("title", "1 Jun 2040, 01:30:00 (2040-05-31T20:00:00.000Z)");
        var created = made.get("createdAt").asString();
        assertThat(row.locator("[data-label=Made] time"))
            .hasAttribute(
                "title",
                EXACT.format(Instant.parse(created).atZone(KOLKATA)) + " (" + created + ")");
      }
    }
  }

  @Test
  void when_a_chart_says_when_then_it_is_the_viewers_hour() {
    try (var rig = new ConsoleRig(Map.of());
        var api = rig.api();
        var visitor = Visitor.signedIn(in(KOLKATA), rig, Program.DEV_SECRET)) {
      api.post(
              "/v1/webhooks",
              "application/json",
              "{\"url\":\"https://example.com/in\",\"types\":[\"*\"]}")
          .orFail();
      visitor.opens("/?window=24h");
      var first = visitor.page().locator(".figures-table tbody td").first().textContent();

      var at = LocalDateTime.parse(first.replace(' ', 'T')).toInstant(ZoneOffset.UTC);

      assertThat(visitor.page().locator(".chart").first().locator("text[y='162']").first())
          .hasText(DateTimeFormatter.ofPattern("HH:mm").format(at.atZone(KOLKATA)));
    }
  }

  private static Locator value(Visitor visitor, String name) {
    return visitor.page().locator("dt:text-is('" + name + "') + dd");
  }

  private static Page in(ZoneId zone) {
    return chromium.window(1200, 900, ColorScheme.LIGHT, zone.getId());
  }
}
