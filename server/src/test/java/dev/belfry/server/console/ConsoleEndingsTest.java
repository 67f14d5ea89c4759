package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What people end in the console, by a real browser: each is asked first, and does what it says.
 */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class ConsoleEndingsTest {

  private static ConsoleRig rig;
  private static Chromium chromium;
  private static ConsoleThings things;
  private static Api api;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of("BELFRY_TIME_SCALE", "1"));
    chromium = new Chromium();
    things = ConsoleThings.of(rig);
    api = things.api();
  }

  @AfterAll
  static void stop() {
    things.close();
    chromium.close();
    rig.close();
  }

  @AfterEach
  void look() {
    var wrongs = List.copyOf(chromium.wrongs);
    chromium.wrongs.clear();
    chromium.asked.clear();
    chromium.agrees = true;
    assertThat(wrongs).isEmpty();
  }

  @Test
  void when_the_data_of_an_event_is_erased_then_it_is_asked_first_and_nothing_of_it_is_left() {
    things.receiver().script("/erased").always(Reply.status(500).body("card 4711 is refused"));
    var webhook = things.webhook("/erased", "erased.*", "");
    var event = send("erased.x", "{\"card\":4711}");
    things.awaitState(webhook, "pending", 1);
    try (var visitor = Visitor.of(chromium, rig, Program.DEV_SECRET)) {
      visitor.opens("/console/events/" + event);
      assertThat(visitor.main()).containsText("4711");

      chromium.agrees = false;
      visitor.presses("Erase the data");
      assertThat(chromium.asked.getLast()).contains("Erase the data for ever?");
      visitor.page().reload();
      assertThat(visitor.main()).containsText("4711");
      chromium.agrees = true;
      visitor.presses("Erase the data");

      visitor.isTold("is being erased");
      assertThat(visitor.main()).not().containsText("4711");
      assertThat(visitor.main()).containsText("There is none");
      assertThat(visitor.page().getByText("Download")).hasCount(0);
      assertThat(visitor.rows()).containsText(new String[] {"cancelled"});
      visitor.follows("erased.x");
      assertThat(visitor.main()).containsText("as the event's data was erased");
      assertThat(visitor.main()).not().containsText("4711");
    }
  }

  @Test
  void when_one_delivery_is_cancelled_and_tried_again_then_it_arrives() {
    var script = things.receiver().script("/again");
    script.always(Reply.status(503));
    var webhook = things.webhook("/again", "again.*", ",\"retry\":{\"schedule\":[\"1h\"]}");
    send("again.x", "{}");
    things.awaitState(webhook, "pending", 1);
    try (var visitor = Visitor.of(chromium, rig, Program.DEV_SECRET)) {
      visitor.opens("/console/deliveries?webhook=" + webhook);
      visitor.follows("again.x");

      visitor.presses("Cancel");
      visitor.isTold("Cancelled.");
      assertThat(visitor.page().locator("#delivery .state")).hasText("cancelled");
      assertThat(visitor.main()).containsText("It was cancelled by a person");
      script.always(Reply.ok());
      visitor.presses("Retry");

      visitor.isTold("It is due now");
      assertThat(visitor.page().locator("#delivery .state")).hasText("delivered");
      assertThat(visitor.page().locator("#delivery-actions")).isEmpty();
    }
  }

  @Test
  void when_a_key_is_deleted_then_it_opens_nothing_any_more() {
    try (var operator = rig.operator();
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      givenTenant(operator, "keyed");
      var made = operator.post("/v1/tenants/keyed/keys", "application/json", "{}").json();
      var id = made.get("id").asString();
      try (var keyed = new Api(rig.url, made.get("secret").asString(), null)) {
        assertThat(keyed.get("/v1/webhooks").status()).isEqualTo(200);
        visitor.opens("/console/tenants/keyed");

        visitor.presses("Delete " + id);

        assertThat(chromium.asked.getLast()).contains("Delete this key?");
        visitor.isTold("The key is gone");
        assertThat(visitor.main()).containsText("It has none");
        assertThat(keyed.get("/v1/webhooks").status()).isEqualTo(401);
      }
    }
  }

  @Test
  void when_a_tenant_is_changed_then_what_is_wrong_is_told_and_what_is_right_holds() {
    try (var operator = rig.operator();
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      givenTenant(operator, "changed");
      visitor.opens("/console/tenants/changed");

      visitor.page().locator("#f-name").fill("Changed Ltd");
      visitor.page().locator("#f-webhooks").fill("many");
      visitor.presses("Save");
      assertThat(visitor.page().locator("#fault-webhooks")).isVisible();
      assertThat(visitor.page().locator("#f-name")).hasValue("Changed Ltd");
      visitor.page().locator("#f-webhooks").fill("3");
      visitor.page().getByLabel("Suspended").check();
      visitor.presses("Save");

      visitor.isTold("The tenant was changed.");
      assertThat(visitor.page().locator("h1")).hasText("Changed Ltd");
      var tenant = operator.get("/v1/tenants/changed").json();
      assertThat(tenant.at("/limits/webhooks").asInt()).isEqualTo(3);
      assertThat(tenant.get("suspended").asBoolean()).isTrue();
      visitor.opens("/console/tenants");
      var row = visitor.rows().filter(new Locator.FilterOptions().setHasText("Changed Ltd"));
      assertThat(row).containsText("suspended");
    }
  }

  @Test
  void when_a_tenant_is_deleted_then_its_name_must_be_written_and_it_is_gone() {
    try (var operator = rig.operator();
        var visitor = Visitor.of(chromium, rig, rig.operatorKey())) {
      givenTenant(operator, "gone");
      visitor.opens("/console/tenants/gone");
      var confirm = visitor.page().locator("input[name=confirm]");

      confirm.fill("gonne");
      visitor.presses("Delete the tenant");
      assertThat(visitor.page().locator("#fault-confirm")).containsText("Nothing was deleted");
      assertThat(confirm).isFocused();
      assertThat(operator.get("/v1/tenants/gone").status()).isEqualTo(200);
      confirm.fill("gone");
      visitor.presses("Delete the tenant");

      visitor.isTold("The tenant and all that was its are gone.");
      assertThat(visitor.page().locator("h1")).hasText("Tenants");
      assertThat(visitor.page().getByRole(AriaRole.LINK, Visitor.named("gone"))).hasCount(0);
      assertThat(operator.get("/v1/tenants/gone").status()).isEqualTo(404);
    }
  }

  @Test
  void when_an_event_type_is_deleted_then_its_events_are_taken_unchecked() {
    var type = "ended/a b?#%.x";
    var path = "/v1/event-types/ended%2Fa%20b%3F%23%25.x";
    api.send("PUT", path, "{\"schema\":{\"type\":\"string\"}}", Map.of()).orFail();
    assertThat(accepts(type)).isFalse();
    try (var visitor = Visitor.of(chromium, rig, Program.DEV_SECRET)) {
      visitor.opens("/console/event-types");
      visitor.follows(type);
      assertThat(visitor.page().locator("h1")).hasText(type);

      visitor.presses("Delete it");

      assertThat(chromium.asked.getLast()).contains("Delete this event type?");
      visitor.isTold("The event type is gone");
      assertThat(visitor.main()).not().containsText(type);
      assertThat(accepts(type)).isTrue();
    }
  }

  private static boolean accepts(String type) {
    var event = "{\"type\":\"" + type + "\",\"data\":1}";
    return api.post("/v1/events", "application/json", event).status() < 300;
  }

  private static void givenTenant(Api operator, String id) {
    operator.post("/v1/tenants", "application/json", "{\"id\":\"" + id + "\"}").orFail();
  }

  private static String send(String type, String data) {
    return api.post(
            "/v1/events", "application/json", "{\"type\":\"" + type + "\",\"data\":" + data + "}")
        .orFail()
        .json()
        .get("id")
        .asString();
  }
}
