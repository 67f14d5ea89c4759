package dev.belfry.dialects.superoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** These webhooks as our own API shows and changes them. */
class OwnApiTest extends OfficeTest {

  @Test
  void when_a_webhook_is_read_there_then_it_says_whose_it_is() {
    var id = given("/in?k=1", "Contact.Created", ",\"Secret\":\"s\",\"Description\":\"d\"");

    var own = own(id);

    assertThat(own.get("dialect").stringValue()).isEqualTo("superoffice");
    assertThat(own.get("vendorId").stringValue()).isEqualTo(String.valueOf(id));
    assertThat(own.get("name").stringValue()).isEqualTo("Stock sync");
    assertThat(own.get("description").stringValue()).isEqualTo("d");
    assertThat(own.get("url").stringValue()).endsWith("/in?k=1");
    assertThat(own.get("types").toString()).isEqualTo("[\"contact.created\",\"Contact.Created\"]");
    assertThat(own.at("/retry/schedule").toString()).isEqualTo("[\"1s\",\"4s\"]");
    assertThat(own.get("state").stringValue()).isEqualTo("active");
    assertThat(own.toString()).doesNotContain("\"secret\"");
  }

  @Test
  void when_its_name_is_changed_there_then_callbacks_carry_it_and_the_rest_is_409() {
    var id = given("/in", "a.b", ",\"Properties\":{\"n\":1}");
    var path = "/v1/webhooks/" + own(id).get("id").stringValue();

    customer.own("PATCH", path, "{\"name\":\"New\",\"description\":\"D\"}").orFail();
    assertThat(customer.own("PATCH", path, "{\"types\":[\"*\"]}").status()).isEqualTo(409);
    assertThat(customer.own("DELETE", path, null).status()).isEqualTo(409);
    assertThat(customer.own("POST", path + "/test", null).status()).isEqualTo(409);

    signal("a.b", 1, "{}");
    assertThat(await(1).getFirst().text()).contains("\"WebhookName\": \"New\"", "\"n\": 1");
    var hook = customer.get(id);
    assertThat(hook.get("Name").stringValue()).isEqualTo("New");
    assertThat(hook.get("Description").stringValue()).isEqualTo("D");
    customer.call("PATCH", "/Webhook/" + id, "{\"Name\":\"Third\"}").orFail();
    assertThat(own(id).get("name").stringValue()).isEqualTo("Third");
  }

  @Test
  void when_it_is_written_back_as_it_was_read_then_only_what_differs_is_changed() {
    var id = given("/in", "a.b", "");
    var path = "/v1/webhooks/" + own(id).get("id").stringValue();
    var read = (ObjectNode) customer.own("GET", path, null).orFail().body();

    var changed = customer.own("PATCH", path, read.put("name", "New").toString());
    var more = customer.own("PATCH", path, read.put("timeout", "7s").toString());

    assertThat(changed.status()).isEqualTo(200);
    assertThat(own(id).get("name").stringValue()).isEqualTo("New");
    assertThat(more.status()).isEqualTo(409);
    assertThat(customer.own("GET", path + "/jwks", null).orFail().body().get("keys")).isEmpty();
  }

  @Test
  void when_it_is_paused_there_then_it_is_active_here_and_events_wait() {
    var id = given("a.b");
    var path = "/v1/webhooks/" + own(id).get("id").stringValue();
    customer.own("POST", path + "/pause", null).orFail();
    assertThat(customer.fire("a.b", "a/1", "{}")).isEqualTo(1);

    assertThat(customer.get(id).get("State").stringValue()).isEqualTo("Active");
    customer.call("PUT", "/Webhook/" + id, customer.get(id).toString()).orFail();
    assertThat(own(id).get("state").stringValue()).isEqualTo("paused");
    receiver.forget();
    customer.own("POST", path + "/resume", null).orFail();

    assertThat(await(1).getFirst().text()).contains("\"PrimaryKey\": 1");
  }

  @Test
  void when_a_stopped_one_is_resumed_there_then_it_is_active_here() {
    var id = given("/in", "a.b", ",\"State\":\"Stopped\"");
    assertThat(own(id).get("stateReason").stringValue()).isEqualTo("stopped");
    customer
        .own("POST", "/v1/webhooks/" + own(id).get("id").stringValue() + "/resume", null)
        .orFail();

    Eventually.holds(
        "it is active", SOON, () -> customer.get(id).get("State").stringValue().equals("Active"));
  }

  private JsonNode own(int id) {
    return customer
        .own("GET", "/v1/webhooks?dialect=superoffice", null)
        .orFail()
        .body()
        .get("data")
        .valueStream()
        .filter(webhook -> webhook.get("vendorId").stringValue().equals(String.valueOf(id)))
        .findFirst()
        .orElseThrow();
  }
}
