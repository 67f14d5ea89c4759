package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another customer's webhooks, route by route, are as if they were not there. */
class OtherCustomersTest extends OfficeTest {

  @Test
  void when_an_id_is_another_customers_then_no_route_finds_it() {
    given("a.b");
    given("a.b");
    var theirs = given("a.b");
    var other = rig.givenCustomer();
    other.givenWebhook(webhook("Own", receiver.url("/"), "a.b", ""));
    var before = customer.get(theirs).toString();
    var one = "/Webhook/" + theirs;
    var body = webhook("Mine now", receiver.url("/"), "a.b", ",\"WebhookId\":" + theirs);

    for (var answer :
        List.of(
            other.call("GET", one, null),
            other.call("PUT", one, body),
            other.call("PATCH", one, "{\"Name\":\"x\"}"),
            other.call("DELETE", one, null),
            other.call("GET", one + "/LastError", null),
            other.agent("SaveWebhook", body))) {
      assertThat(answer.error()).isEqualTo("404 SoNotFoundException");
      assertThat(answer.text()).isEqualTo(other.call("GET", one, null).text());
    }
    assertThat(other.agent("GetWebhook?webhookId=" + theirs, "null").text()).isEqualTo("null");
    assertThat(other.agent("DeleteWebhook?webhookId=" + theirs, "null").status()).isEqualTo(204);
    assertThat(other.agent("GetLastError", "{\"webhookId\":" + theirs + "}").text())
        .isEqualTo("\"\"");
    for (var list :
        List.of(other.call("GET", "/Webhook", null), other.agent("GetAllWebhooks", "{}"))) {
      assertThat(list.body()).hasSize(1);
    }
    assertThat(other.call("GET", "/Archive/Webhook", null).body().get("value")).hasSize(1);
    assertThat(customer.get(theirs).toString()).isEqualTo(before);
  }

  @Test
  void when_the_path_names_another_customer_then_every_route_is_not_found() {
    var other = rig.givenCustomer();
    var mine = Map.of("authorization", "Bearer " + customer.key.secret());
    for (var below :
        List.of(
            "/Webhook",
            "/Webhook/1",
            "/Webhook/default",
            "/Agents/Webhook/GetWebhook",
            "/Archive/Webhook")) {
      var answer = rig.ask("GET", other.base + below, "", mine);
      assertThat(answer.status()).as(below).isEqualTo(404);
      assertThat(answer.text())
          .isEqualTo(rig.ask("GET", "/superoffice/nobody/api/v1" + below, "", mine).text());
    }
  }

  @Test
  void when_another_customer_raises_an_event_then_these_webhooks_hear_nothing() {
    given("a.b");
    var other = rig.givenCustomer();
    other.call("POST", "/Webhook/a.b/1", "{}").orFail();
    signal("a.b", 2, "{}");

    assertThat(await(1).getFirst().text()).contains("\"PrimaryKey\": 2");
  }
}
