package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist, "Routing"; the items' numbers are in the names. */
class RoutingTest extends OfficeTest {

  private static final List<String> METHODS =
      List.of(
          "CreateDefaultWebhook",
          "SaveWebhook",
          "GetWebhook",
          "DeleteWebhook",
          "GetAllWebhooks",
          "TestWebhook",
          "SignalEvent",
          "GetLastError");

  @Test
  void item_1_when_the_template_is_asked_for_then_it_is_the_vendors() {
    var answer = customer.call("GET", "/Webhook/default", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            """
            {"WebhookId":0,"Name":null,"Events":["contact.created","contact.deleted"],\
            "TargetUrl":null,"Secret":null,"State":"Active","Type":"webhook","Headers":null,\
            "Properties":null,"Registered":"0001-01-01T00:00:00","RegisteredAssociate":null,\
            "Updated":"0001-01-01T00:00:00","UpdatedAssociate":null,"ErrorsEmail":null,\
            "ErrorEmails":[],"ErrorAssociates":[],"Description":null,"NotifyVia":"None",\
            "NotifyWhen":"None","TotalCalls":0,"TotalErrors":0,"ConsecutiveErrors":0,\
            "LastError":null}\
            """);
    assertThat(customer.agent("CreateDefaultWebhook", "null").text()).isEqualTo(answer.text());
  }

  @Test
  void items_2_to_8_and_12_when_the_collection_is_used_then_statuses_are_the_vendors() {
    assertThat(customer.call("GET", "/Webhook", null).orFail().text()).isEqualTo("[]");
    var body = webhook("A", receiver.url("/"), "contact.created", "");
    var made = customer.call("POST", "/Webhook", body);
    assertThat(made.status()).isEqualTo(200);
    assertThat(customer.call("POST", "/Webhook/", body).status()).isEqualTo(200);
    var one = "/Webhook/" + made.body().get("WebhookId").intValue();

    assertThat(customer.call("GET", one, null).status()).isEqualTo(200);
    assertThat(customer.call("PUT", one, body).status()).isEqualTo(200);
    assertThat(customer.call("PATCH", one, "{\"Name\":\"B\"}").status()).isEqualTo(200);
    assertThat(customer.call("GET", one + "/LastError", null).text()).isEqualTo("\"\"");
    var deleted = customer.call("DELETE", one, null);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
  }

  @Test
  void item_9_when_a_definition_is_tested_then_nothing_is_stored() {
    var answer = customer.call("POST", "/Webhook/Test", webhook("A", receiver.url("/"), "a.b", ""));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
  }

  @Test
  void items_10_and_11_when_an_event_is_raised_then_its_name_may_have_several_dots() {
    given("list.category.created");

    var answer = customer.call("POST", "/Webhook/list.category.created/5", "{\"a\":1}");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.text()).isEmpty();
    assertThat(await(1).getFirst().header("X-SuperOffice-Event")).hasValue("list.category.created");
  }

  @Test
  void item_13_when_methods_of_the_agent_are_called_then_each_answers() {
    for (var method : METHODS) {
      assertThat(customer.agent(method + "?webhookId=1", "{}").status())
          .as(method)
          .isIn(200, 204, 400);
    }
    assertThat(customer.agent("GetAllPlugins", "{}").status()).isEqualTo(404);
  }

  @Test
  void item_14_when_a_method_is_asked_for_by_get_then_it_is_described_and_not_run() {
    var id = given("a.b");

    for (var method : METHODS) {
      var answer = customer.call("GET", "/Agents/Webhook/" + method + "?webhookId=" + id, null);
      assertThat(answer.status()).as(method).isEqualTo(200);
    }
    assertThat(customer.get(id).get("Name").stringValue()).isEqualTo("Stock sync");
  }

  @Test
  void item_15_when_letters_have_another_case_then_it_is_the_same_path() {
    var id = given("a.b");
    for (var path :
        List.of(
            "/webhook", "/WEBHOOK/" + id, "/webhook/DEFAULT", "/webhook/" + id + "/lasterror")) {
      assertThat(customer.call("GET", path, null).status()).as(path).isEqualTo(200);
    }
    assertThat(customer.call("POST", "/agents/WEBHOOK/getwebhook?WEBHOOKID=" + id, null).body())
        .isNotEmpty();
    var bearer = Map.of("authorization", "Bearer " + customer.key.secret());
    assertThat(
            rig.ask("GET", "/superoffice/CUST12341/API/V1/webhook/" + id, (String) null, bearer)
                .status())
        .isEqualTo(200);
  }

  @Test
  void item_16_when_the_customer_is_left_out_then_it_is_the_keys() {
    var id = given("a.b");
    var bearer = Map.of("authorization", "Bearer " + customer.key.secret());

    assertThat(rig.ask("GET", "/superoffice/api/v1/Webhook/" + id, "", bearer).body())
        .hasSizeGreaterThan(20);
    assertThat(rig.ask("GET", "/superoffice/Cust99999/api/v1/Webhook/" + id, "", bearer).status())
        .isEqualTo(404);
  }

  @Test
  void item_17_when_default_or_test_stands_for_an_id_then_it_is_none() {
    for (var word : List.of("default", "Test", "DEFAULT", "test")) {
      var answer = customer.call("DELETE", "/Webhook/" + word, null);
      assertThat(answer.status()).as(word).isEqualTo(405);
      assertThat(answer.header("Allow")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"glops", "1x", "-1", "99999999999", "1.0", "%20"})
  void item_18_when_an_id_is_no_number_then_rest_has_no_such_webhook(String id) {
    for (var method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      assertThat(customer.call(method, "/Webhook/" + id, "{}").error())
          .isEqualTo("404 SoNotFoundException");
    }
  }

  @Test
  void item_18_when_an_id_is_no_number_then_the_agent_says_400() {
    assertThat(customer.agent("GetWebhook?webhookId=glops", "null").status()).isEqualTo(400);
    assertThat(customer.agent("DeleteWebhook?webhookId=glops", "null").status()).isEqualTo(400);
    assertThat(customer.agent("GetWebhook", "null").status()).isEqualTo(400);
    assertThat(customer.agent("GetLastError", "{\"WebhookId\":\"glops\"}").status()).isEqualTo(400);
  }

  @Test
  void item_19_when_the_id_is_spelled_either_way_then_it_is_found() {
    var one = given("a.b");
    var other = given("a.b");

    for (var name : List.of("WebhookId", "webhookId")) {
      assertThat(customer.agent("GetWebhook?" + name + "=" + one, "null").body()).isNotEmpty();
    }
    customer.agent("DeleteWebhook?WebhookId=" + one, "null").orFail();
    customer.agent("DeleteWebhook?webhookId=" + other, "null").orFail();
    assertThat(customer.agent("GetAllWebhooks", "{}").text()).isEqualTo("[]");
  }

  @Test
  void when_the_api_is_asked_what_there_is_then_it_tells() {
    var bearer = Map.of("authorization", "Bearer " + customer.key.secret());

    assertThat(rig.ask("GET", "/superoffice/api", "", bearer).body().get("v1").stringValue())
        .isEqualTo("http://belfry.example/superoffice/api/v1");
    assertThat(customer.call("GET", "", null).body().propertyNames())
        .contains("http://belfry.example/superoffice/cust12341/api/v1/Webhook/{id}/LastError");
  }
}
