package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist, "Callback body". */
class CallbackBodyTest extends OfficeTest {

  @Test
  void
      items_142_143_144_146_147_148_150_and_151_when_an_event_fires_then_the_body_is_the_vendors() {
    rig.clock.set(Instant.parse("2026-03-04T05:06:07.120Z"));
    customer.givenWebhook(
        webhook(
            "Kjøp & salg / \\\"x\\\"",
            receiver.url("/"),
            "list.category.created",
            ",\"Properties\":{\"region\":\"north\",\"deep\":{\"a\":[1,{}],\"b\":[]}}"));
    receiver.forget();
    signal("list.category.created", 9, "{\"till\":7,\"amount\":12.5}");

    var text = await(1).getFirst().text();

    assertThat(text.replaceFirst(GUID, "GUID"))
        .isEqualTo(
            """
            {
              "EventId": "GUID",
              "Timestamp": "2026-03-04T05:06:07.12Z",
              "Changes": [
                "till",
                "amount"
              ],
              "Event": "list.category.created",
              "PrimaryKey": 9,
              "Entity": "list.category",
              "ContextIdentifier": "cust12341",
              "ChangedByAssociateId": %d,
              "WebhookName": "Kjøp & salg / \\"x\\"",
              "region": "north",
              "deep": {
                "a": [
                  1,
                  {}
                ],
                "b": []
              }
            }\
            """
                .formatted(Associates.id(customer.key.key().id()))
                .replace("\n", "\r\n"));
  }

  @Test
  void item_145_when_data_is_signalled_then_its_values_are_not_told() {
    given("a.b");
    signal("a.b", 1, "{\"name\":\"top-secret\"}");

    assertThat(await(1).getFirst().text()).contains("\"name\"").doesNotContain("top-secret");
  }

  @Test
  void item_152_when_a_property_has_a_standard_name_then_it_is_left_out() {
    given(
        "/in", "a.b", ",\"Properties\":{\"event\":\"x\",\"VALUES\":1,\"FieldValues\":2,\"own\":3}");
    signal("a.b", 1, "{}");

    var body = body(await(1).getFirst());
    assertThat(body.propertyNames())
        .containsExactly(
            "EventId",
            "Timestamp",
            "Changes",
            "Event",
            "PrimaryKey",
            "Entity",
            "ContextIdentifier",
            "ChangedByAssociateId",
            "WebhookName",
            "own");
  }

  @Test
  void item_153_when_two_webhooks_want_it_then_id_and_time_are_the_same_for_both() {
    given("/one", "a.b", ",\"Secret\":\"one\"");
    customer.givenWebhook(webhook("Other", receiver.url("/two"), "a.b", ",\"Secret\":\"two\""));
    receiver.forget();
    signal("a.b", 1, "{}");

    var requests = await(2);
    var one = body(requests.getFirst());
    var two = body(requests.getLast());
    assertThat(one.get("EventId")).isEqualTo(two.get("EventId"));
    assertThat(one.get("Timestamp")).isEqualTo(two.get("Timestamp"));
    assertThat(one.get("WebhookName")).isNotEqualTo(two.get("WebhookName"));
    assertThat(requests.getFirst().header("X-SuperOffice-Signature"))
        .isNotEqualTo(requests.getLast().header("X-SuperOffice-Signature"));
  }

  @Test
  void item_154_when_something_is_deleted_then_its_values_are_told_and_no_changes() {
    given("contact.deleted");
    signal("Contact.Deleted", 8, "{\"contact_id\":8,\"associate_id\":5}");
    customer.fire("contact.deleted", "contact/9", "{\"changes\":[\"x\"]}");

    var first = body(await(2).getFirst());
    var second = body(await(2).getLast());
    var inOrder = first.get("PrimaryKey").intValue() == 8;
    var signalled = inOrder ? first : second;
    var fired = inOrder ? second : first;
    assertThat(signalled.get("Changes").toString()).isEqualTo("[]");
    assertThat(signalled.get("Values").toString())
        .isEqualTo("{\"contact_id\":8,\"associate_id\":5}");
    assertThat(signalled.get("Event").stringValue()).isEqualTo("Contact.Deleted");
    assertThat(fired.get("Changes").toString()).isEqualTo("[]");
    assertThat(fired.get("Values").toString()).isEqualTo("{}");
  }

  @Test
  void item_155_when_a_webhook_is_tried_out_then_the_body_is_that_of_the_test() {
    customer.givenWebhook(
        webhook("Probe", receiver.url("/"), "a.b", ",\"Secret\":\"s\",\"Properties\":{\"n\":3}"));

    var request = await(1).getFirst();
    var body = body(request);
    assertThat(request.header("X-Hook-Test")).hasValue("true");
    assertThat(request.header("X-SuperOffice-Signature"))
        .hasValue(HttpPlugin.signature("s", request.body()));
    assertThat(body.get("Event").stringValue()).isEqualTo("test");
    assertThat(body.get("Entity").stringValue()).isEqualTo("test");
    assertThat(body.get("PrimaryKey").intValue()).isZero();
    assertThat(body.get("Changes").toString()).isEqualTo("[]");
    assertThat(body.get("WebhookName").stringValue()).isEqualTo("Probe");
    assertThat(body.get("n").intValue()).isEqualTo(3);
    assertThat(body.has("Values")).isFalse();
    assertThat(body.has("FieldValues")).isFalse();
  }

  @Test
  void when_our_own_api_takes_an_event_then_its_data_says_the_rest() {
    given("contact.created");
    var id = "5C0F2C1E-7B0E-4A53-8F0B-2F7C2F1F9A10";
    customer
        .own(
            "POST",
            "/v1/events",
            """
            {"type":"contact.created","subject":"contact/42","id":"%s","time":"2026-03-04T06:06:07.12345678+01:00",
             "data":{"changes":["contact_id","name"],"fieldValues":{"source":0,"registered":"2026-03-01T00:00:00"},
                     "values":{"x":1},"changedByAssociateId":5,"other":1}}
            """
                .formatted(id))
        .orFail();

    var body = body(await(1).getFirst());
    assertThat(body.get("EventId").stringValue()).isEqualTo("5c0f2c1e-7b0e-4a53-8f0b-2f7c2f1f9a10");
    assertThat(body.get("Timestamp").stringValue()).isEqualTo("2026-03-04T05:06:07.1234567Z");
    assertThat(body.get("Changes").toString()).isEqualTo("[\"contact_id\",\"name\"]");
    assertThat(body.get("PrimaryKey").intValue()).isEqualTo(42);
    assertThat(body.get("Entity").stringValue()).isEqualTo("contact");
    assertThat(body.get("ContextIdentifier").stringValue()).isEqualTo("cust12341");
    assertThat(body.get("ChangedByAssociateId").intValue()).isEqualTo(5);
    assertThat(body.has("Values")).isFalse();
    assertThat(body.get("FieldValues").toString())
        .isEqualTo("{\"source\":0,\"registered\":\"2026-03-01T00:00:00\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"x\"",
        "[]",
        "{}",
        "{\"changes\":{},\"values\":[],\"fieldValues\":1,\"changedByAssociateId\":1e99}",
        "{\"changes\":[1],\"changedByAssociateId\":1.5}",
        "{\"changes\":null,\"values\":null,\"fieldValues\":null,\"changedByAssociateId\":null}"
      })
  void when_data_is_of_no_use_then_the_event_is_told_without_it(String data) {
    var id = given("a.b");
    customer.fire("a.b", "no-number", data);

    var body = body(await(1).getFirst());
    assertThat(body.get("Changes").toString()).isEqualTo("[]");
    assertThat(body.get("PrimaryKey").intValue()).isZero();
    assertThat(body.get("ChangedByAssociateId").intValue()).isZero();
    awaitCalls(id, 1);
    assertThat(customer.get(id).get("TotalErrors").intValue()).isZero();
  }
}
