package dev.belfry.dialects.superoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sample requests of the vendor's two pages, {@code POST Webhook} and {@code POST
 * Agents/Webhook/CreateDefaultWebhook}, sent as they stand there but for the target and the type.
 */
class SeedsTest extends OfficeTest {

  private static final String SAMPLE =
      """
      {
        "WebhookId": 794,
        "Name": "Howell Group",
        "Events": [
          "non",
          "et"
        ],
        "TargetUrl": "%s",
        "Secret": "ea",
        "State": "Active",
        "Type": "webhook",
        "Headers": {
          "Headers1": "laborum",
          "Headers2": "ad"
        },
        "Properties": {
          "fieldName": {}
        },
        "Registered": "2016-04-18T09:41:00.1118281+02:00",
        "RegisteredAssociate": {
          "AssociateId": 999,
          "Name": "Rau-Kozey",
          "PersonId": 86,
          "Rank": 992,
          "Tooltip": "vero",
          "Type": "AnonymousAssociate",
          "GroupIdx": 278,
          "FullName": "Pearline Jenkins",
          "FormalName": "Reilly-Jacobi",
          "Deleted": false,
          "EjUserId": 156,
          "UserName": "Boyle, Reichel and Pouros"
        },
        "Updated": "2017-09-30T09:41:00.1127872+02:00",
        "UpdatedAssociate": {
          "AssociateId": 612,
          "Name": "Bartoletti-Renner",
          "PersonId": 42,
          "Rank": 555,
          "Tooltip": "accusantium",
          "Type": "AnonymousAssociate",
          "GroupIdx": 887,
          "FullName": "Valentin Fritsch",
          "FormalName": "Haley, Bergstrom and Jacobi",
          "Deleted": true,
          "EjUserId": 252,
          "UserName": "Volkman-Wilkinson"
        }
      }
      """;

  @Test
  void when_the_sample_of_post_webhook_is_sent_then_every_documented_field_has_its_type() {
    var answer = customer.call("POST", "/Webhook", SAMPLE.formatted(receiver.url("/")), headers());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.body().get("Name").stringValue()).isEqualTo("Howell Group");
    assertThat(answer.body().get("Properties").toString()).isEqualTo("{\"fieldName\":{}}");
    assertThat(answer.body().get("WebhookId").intValue()).isNotEqualTo(794);
    assertDocumented(answer.body());
    assertAssociate(answer.body().get("RegisteredAssociate"));
    assertThat(answer.body().at("/_Links/Self").isString()).isTrue();
    assertThat(answer.body().at("/_Links/Archive").isString()).isTrue();
  }

  @Test
  void when_the_sample_of_the_agent_is_sent_then_every_documented_field_has_its_type() {
    var answer =
        customer.call(
            "POST",
            "/Agents/Webhook/CreateDefaultWebhook",
            null,
            Map.of(
                "authorization", basic(),
                "accept", "application/json; charset=utf-8",
                "accept-language", "sv"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.body().propertyNames())
        .contains(
            "WebhookId",
            "Name",
            "Events",
            "TargetUrl",
            "Secret",
            "State",
            "Type",
            "Headers",
            "Properties",
            "Registered",
            "RegisteredAssociate",
            "Updated",
            "UpdatedAssociate");
    assertThat(answer.body().has("_Links")).isFalse();
  }

  @Test
  void when_the_sample_is_sent_as_xml_then_the_answer_can_be_sent_back() {
    var json = Json.read(SAMPLE.formatted(receiver.url("/")).getBytes(StandardCharsets.UTF_8));
    var xml = new String(XmlWriter.write("Webhook", "string", json), StandardCharsets.UTF_8);
    var type = Map.of("content-type", "application/xml", "accept", "application/xml");
    var made = customer.call("POST", "/Webhook", xml, type).orFail();

    assertThat(made.text()).startsWith("<WebhookWithLinks ");
    var id = made.text().replaceAll("(?s).*<WebhookId>(\\d+)</WebhookId>.*", "$1");
    var before = customer.get(Integer.parseInt(id));
    customer.call("PUT", "/Webhook/" + id, made.text(), type).orFail();
    var after = customer.get(Integer.parseInt(id));
    for (var name :
        new String[] {"Name", "Events", "TargetUrl", "Secret", "Headers", "Properties"}) {
      assertThat(after.get(name)).isEqualTo(before.get(name));
    }
    assertThat(after.get("Properties").toString()).isEqualTo("{\"fieldName\":{}}");
  }

  private static void assertDocumented(JsonNode hook) {
    assertThat(hook.get("WebhookId").isInt()).isTrue();
    for (var name : new String[] {"Name", "TargetUrl", "Secret", "State", "Type"}) {
      assertThat(hook.get(name).isString()).as(name).isTrue();
    }
    assertThat(hook.get("Events").toString()).isEqualTo("[\"non\",\"et\"]");
    assertThat(hook.get("Headers").toString())
        .isEqualTo("{\"Headers1\":\"laborum\",\"Headers2\":\"ad\"}");
    for (var name : new String[] {"Registered", "Updated"}) {
      assertThat(hook.get(name).stringValue())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?Z?");
    }
    assertThat(hook.get("State").stringValue()).isEqualTo("Active");
    assertThat(hook.has("UpdatedAssociate")).isTrue();
  }

  private static void assertAssociate(JsonNode associate) {
    for (var name : new String[] {"AssociateId", "PersonId", "Rank", "GroupIdx", "EjUserId"}) {
      assertThat(associate.get(name).isInt()).as(name).isTrue();
    }
    for (var name :
        new String[] {"Name", "Tooltip", "Type", "FullName", "FormalName", "UserName"}) {
      assertThat(associate.get(name).isString()).as(name).isTrue();
    }
    assertThat(associate.get("Deleted").isBoolean()).isTrue();
    assertThat(associate.has("TableRight")).isTrue();
    assertThat(associate.get("FieldProperties").isObject()).isTrue();
  }

  private Map<String, String> headers() {
    return Map.of(
        "authorization", basic(),
        "accept", "application/json; charset=utf-8",
        "accept-language", "sv",
        "content-type", "application/json; charset=utf-8");
  }

  private String basic() {
    var pair = customer.key.key().id() + ":" + customer.key.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
