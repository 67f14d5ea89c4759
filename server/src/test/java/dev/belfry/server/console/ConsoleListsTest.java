package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** How people narrow lists down, and take a payload away with them, by a real browser. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsoleListsTest {

  private static ConsoleRig rig;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of());
    chromium = new Chromium();
    try (var api = rig.api();
        var operator = rig.operator()) {
      webhook(api, "One", "https://one.example/in", "order.*");
      var two = webhook(api, "Two", "https://two.example/in", "invoice.paid");
      api.post("/v1/webhooks/" + two + "/pause", "application/json", "").orFail();
      operator.post("/v1/tenants", "application/json", "{\"id\":\"other\"}").orFail();
      var key = operator.post("/v1/tenants/other/keys", "application/json", "{}").orFail().json();
      try (var other = new Api(rig.url, key.get("secret").asString(), null)) {
        webhook(other, "Three", "https://three.example/in", "order.*");
      }
    }
  }

  @AfterAll
  static void stop() {
    chromium.close();
    rig.close();
  }

  @AfterEach
  void look() {
    assertThat(chromium.wrongs).isEmpty();
  }

  @Test
  void when_webhooks_are_filtered_then_only_those_that_fit_are_listed() {
    try (var visitor = Visitor.of(chromium, rig, Program.DEV_SECRET)) {
      visitor.opens("/console/webhooks");
      sees(visitor, "One", "Two");

      visitor.page().getByLabel("State").selectOption("paused");
      filters(visitor);
      sees(visitor, "Two");
      visitor.page().getByLabel("State").selectOption("any");
      visitor.page().getByLabel("Address has").fill("one.example");
      filters(visitor);
      sees(visitor, "One");
      assertThat(visitor.page().getByLabel("Address has")).hasValue("one.example");
      visitor.page().getByLabel("Address has").fill("");
      visitor.page().getByLabel("Event type").fill("order.created");
      filters(visitor);
      sees(visitor, "One");
      visitor.follows("Reset");
      sees(visitor, "One", "Two");
      visitor.page().getByLabel("Dialect").fill("belfry");
      filters(visitor);
      sees(visitor, "One", "Two");
      visitor.page().getByLabel("Dialect").fill("of nobody");
      filters(visitor);
      assertThat(visitor.main()).containsText("None fits");
      visitor.follows("Show all webhooks");
      sees(visitor, "One", "Two");
    }
  }

  @Test
  void when_the_operator_filters_by_tenant_then_all_else_is_of_that_tenant_too() {
    try (var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      visitor.opens("/console/webhooks");
      sees(visitor, "One", "Two", "Three");

      visitor.page().getByLabel("Tenant").fill("other");
      filters(visitor);

      sees(visitor, "Three");
      assertThat(visitor.page().locator(".scope")).containsText("Only tenant other is shown.");
      visitor.page().locator(".menu").getByText("Deliveries").click();
      assertThat(visitor.page().getByLabel("Tenant")).hasValue("other");
      visitor.page().getByLabel("Tenant").fill("nobody");
      filters(visitor);
      assertThat(visitor.main()).containsText("There is no such tenant.");
    }
  }

  @Test
  void when_a_payload_is_downloaded_then_it_is_byte_for_byte_what_came_in() throws IOException {
    var data = "{ \"b\":1.50,\n\t\"a\":\"\\u00e9<script>\" }";
    try (var api = rig.api();
        var visitor = Visitor.of(chromium, rig, Program.DEV_SECRET)) {
      var event =
          api.post(
                  "/v1/events",
                  "application/json",
                  "{\"type\":\"kept.as.is\",\"data\":" + data + "}")
              .orFail()
              .json()
              .get("id")
              .asString();
      visitor.opens("/console/events/" + event);
      assertThat(visitor.main()).containsText("\"b\" : 1.50");

      var download = visitor.page().waitForDownload(() -> visitor.follows("Download the data"));

      assertThat(download.suggestedFilename()).isEqualTo(event + ".json");
      assertThat(Files.readString(download.path(), StandardCharsets.UTF_8)).isEqualTo(data);
      assertThat(visitor.page().locator("h1")).hasText("kept.as.is");
    }
  }

  @Test
  void when_a_payload_is_too_long_for_the_screen_then_the_whole_can_be_downloaded()
      throws IOException {
    var data = "\"" + "é<".repeat(30_000) + "\"";
    try (var api = rig.api();
        var page = Visitor.signedIn(phone(), rig, Program.DEV_SECRET)) {
      var event =
          api.post("/v1/events", "application/json", "{\"type\":\"long.x\",\"data\":" + data + "}")
              .orFail()
              .json()
              .get("id")
              .asString();
      page.opens("/console/events/" + event);
      assertThat(page.main()).containsText("Cut for the screen");

      var download = page.page().waitForDownload(() -> page.follows("download the whole"));

      assertThat(Files.readString(download.path(), StandardCharsets.UTF_8)).isEqualTo(data);
    }
  }

  private static Page phone() {
    return chromium.window(390, 844, ColorScheme.LIGHT);
  }

  private static void filters(Visitor visitor) {
    visitor.presses("Filter");
  }

  /** Just these, in any order. */
  private static void sees(Visitor visitor, String... names) {
    assertThat(visitor.rows()).hasCount(names.length);
    for (var name : names) {
      assertThat(visitor.page().locator("tbody"))
          .containsText(Pattern.compile("\\b" + name + "https"));
    }
  }

  private static String webhook(Api api, String name, String url, String types) {
    return api.post(
            "/v1/webhooks",
            "application/json",
            "{\"name\":\"%s\",\"url\":\"%s\",\"types\":[\"%s\"]}".formatted(name, url, types))
        .orFail()
        .json()
        .get("id")
        .asString();
  }
}
