package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checklist, "Test", "Signal and last error", "Callback request" and "Callback body". */
class CallbackTest extends OfficeTest {

  private static final String GUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  @Test
  void items_113_114_and_117_when_a_definition_is_tested_then_the_answer_is_told() {
    receiver.script().always(Reply.ok().with("X-Seen", "yes").body("fine"));
    var definition =
        "{\"Name\":\"n\",\"TargetUrl\":\"%s\",\"Type\":\"webhook\"}".formatted(receiver.url("/t"));

    for (var answer :
        List.of(
            customer.call("POST", "/Webhook/Test", definition),
            customer.agent("TestWebhook", "{\"webhook\":" + definition + "}"))) {
      var result = answer.orFail().body();
      assertThat(result.propertyNames())
          .containsExactly("Success", "Message", "TableRight", "FieldProperties");
      assertThat(result.get("Success").booleanValue()).isTrue();
      assertThat(result.get("Message").stringValue())
          .startsWith("HTTP 200 OK\r\n")
          .contains("X-Seen: yes")
          .endsWith("\r\n\r\nfine");
    }
    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void items_115_and_116_when_the_target_fails_then_the_test_says_so_with_200() {
    receiver.script().always(Reply.status(404).body("nobody"));
    assertThat(tested(receiver.url("/").toString())).contains("404", "nobody");
    assertThat(tested("http://127.0.0.1:1/")).isNotEmpty();
    assertThat(tested("http://10.0.0.1/")).contains("TargetUrl");
    assertThat(tested("")).isNotEmpty();
    receiver.script().always(Reply.status(302).with("Location", receiver.url("/x").toString()));
    assertThat(tested(receiver.url("/").toString())).contains("302");
  }

  @Test
  void item_118_when_a_stored_webhook_is_tested_then_none_of_its_counters_moves() {
    var id = given("a.b");
    var before = customer.get(id);
    receiver.script().always(Reply.status(500));
    customer.agent("TestWebhook", "{\"Webhook\":" + before + "}").orFail();

    assertThat(customer.get(id)).isEqualTo(before);
  }

  @Test
  void items_119_and_149_when_an_event_is_raised_either_way_then_it_is_the_same() {
    given("probe.fired");
    signal("probe.fired", 7, "{\"a\":1,\"b\":{\"c\":2}}");
    customer
        .agent(
            "SignalEvent",
            "{\"eventName\":\"probe.fired\",\"primaryKey\":7,\"data\":{\"a\":1,\"b\":{\"c\":2}}}")
        .orFail();

    var bodies = await(2).stream().map(request -> body(request)).toList();
    for (var name : List.of("Changes", "Event", "PrimaryKey", "Entity", "ChangedByAssociateId")) {
      assertThat(bodies.get(0).get(name)).as(name).isEqualTo(bodies.get(1).get(name));
    }
    assertThat(bodies.getFirst().get("ChangedByAssociateId").intValue())
        .isEqualTo(Associates.id(customer.key.key().id()));
  }

  @Test
  void items_120_and_121_when_the_key_is_0_or_nobody_listens_then_204() {
    for (var path : List.of("/Webhook/no.one/0", "/Webhook/no.one/-5")) {
      assertThat(customer.call("POST", path, "{}").status()).isEqualTo(204);
    }
    assertThat(customer.call("POST", "/Webhook/no.one/0", null).status()).isEqualTo(204);
    assertThat(customer.agent("SignalEvent", "{\"EventName\":\"x.y\"}").status()).isEqualTo(204);
    assertThat(customer.agent("SignalEvent", "{\"EventName\":\" \"}").status()).isEqualTo(400);
    assertThat(customer.agent("SignalEvent", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/x.y/z", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/belfry.x/1", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/x.%C3%A4/1", "{}").status()).isEqualTo(400);
  }

  @Test
  void items_122_123_and_124_when_a_delivery_failed_then_the_last_error_is_told() {
    var id = given("a.b");
    assertThat(customer.get(id).get("LastError").isNull()).isTrue();
    receiver
        .script()
        .always(Reply.status(503).with("X-Why", "tired").body("down " + "x".repeat(5000)));
    signal("a.b", 1, "{}");
    awaitCalls(id, 1);

    var error = customer.call("GET", "/Webhook/" + id + "/LastError", null).body().stringValue();

    assertThat(error)
        .startsWith("HTTP 503 Service Unavailable\r\n")
        .contains("X-Why: tired", "down x")
        .hasSizeLessThanOrEqualTo(4000);
    assertThat(customer.agent("GetLastError", "{\"webhookId\":" + id + "}").body().stringValue())
        .isEqualTo(error);
    assertThat(customer.get(id).get("LastError").stringValue()).isEqualTo(error);
  }

  @Test
  void items_128_to_132_137_138_and_139_when_an_event_fires_then_the_request_is_the_vendors() {
    given("/hooks/so?k=1&x=%20y", "sale.changed", ",\"Headers\":{\"X-Stock-Env\":\"blue\"}");
    signal("sale.changed", 311, "{\"amount\":1}");

    var request = await(1).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/hooks/so?k=1&x=%20y");
    assertThat(request.header("content-type")).hasValue("application/json; charset=utf-8");
    assertThat(request.header("user-agent").orElseThrow())
        .matches("NetServer-Webhook/\\d+(\\.\\d+){1,3}");
    var body = body(request);
    assertThat(request.header("X-SuperOffice-Event")).hasValue("sale.changed");
    assertThat(body.get("Event").stringValue()).isEqualTo("sale.changed");
    assertThat(request.header("X-SuperOffice-EventId").orElseThrow())
        .matches(GUID)
        .isEqualTo(body.get("EventId").stringValue());
    assertThat(request.header("X-Stock-Env")).hasValue("blue");
    for (var absent :
        List.of("X-SuperOffice-Retry", "X-Hook-Test", "X-SuperOffice-Signature", "Accept")) {
      assertThat(request.header(absent)).as(absent).isEmpty();
    }
    assertThat(request.header("content-length")).isPresent();
  }

  @Test
  void items_133_134_and_135_when_there_is_a_secret_then_the_bytes_are_signed() throws Exception {
    given("/signed", "a.b", ",\"Secret\":\"nøkkel\"");
    given("/unsigned", "a.b", ",\"Secret\":\"\"");
    signal("a.b", 1, "{}");

    for (var request : await(2)) {
      if (request.path().equals("/unsigned")) {
        assertThat(request.header("X-SuperOffice-Signature")).isEmpty();
        continue;
      }
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("nøkkel".getBytes(UTF_8), "HmacSHA256"));
      var signature = request.header("X-SuperOffice-Signature").orElseThrow();
      assertThat(signature)
          .isEqualTo(Base64.getEncoder().encodeToString(mac.doFinal(request.body())))
          .hasSize(44)
          .endsWith("=");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orange-tractor|{\"EventId\":\"0d2c7a2e-5b4f-4b57-9c54-5f3f0f5f1c11\",\"Event\":\"test\",\"PrimaryKey\":0}|PS9xF1OpCbcR+PGcsO3LjVtCljgq9c6uGi2VVOBZVuQ=",
        "orange-tractor|{RN  \"Event\": \"test\",RN  \"PrimaryKey\": 0RN}|hKjeNfzr4wP8wd7B44758YAcpvtJEsPT4FFQSHdhyKo=",
        "orange-tractor|{N  \"Event\": \"test\",N  \"PrimaryKey\": 0N}|RVSRpPpySHCnCUXGWbncUMy4+zNEQeGKofPxnDjakg0=",
        "nøkkel|{\"WebhookName\":\"Kjøp & salg\"}|FZBslT2qrM4Vr0rrnonEfqT8020vYFhg04FBHgJU/wI="
      })
  void item_136_when_the_references_vectors_are_signed_then_they_hold(
      String secret, String body, String signature) {
    var bytes = body.replace("RN", "\r\n").replaceAll("(?<=[{,0])N", "\n").getBytes(UTF_8);

    assertThat(HttpPlugin.signature(secret, bytes)).isEqualTo(signature);
  }

  @Test
  void items_140_and_141_when_custom_headers_cannot_be_sent_then_the_rest_goes_out() {
    given(
        "/in",
        "a.b",
        ",\"Secret\":\"s\",\"Headers\":{\"X-Good\":\"1\",\"X Bad\":\"2\",\"X-Line\":\"a\\r\\nX-Evil: 1\",\"\":\"x\","
            + "\"X-Null\":null,\"content-type\":\"text/plain\",\"User-Agent\":\"me\",\"Host\":\"evil\","
            + "\"X-SuperOffice-Event\":\"x\",\"x-superoffice-signature\":\"x\",\"X-Hook-Test\":\"true\","
            + "\"Content-Length\":\"1\",\"Transfer-Encoding\":\"chunked\"}");
    signal("a.b", 1, "{}");

    var request = await(1).getFirst();
    assertThat(request.headers().stream().map(ReceivedRequest.Field::name).toList())
        .containsExactlyInAnyOrder(
            "Host",
            "Content-Length",
            "Content-Type",
            "User-Agent",
            "X-SuperOffice-Event",
            "X-SuperOffice-EventId",
            "X-SuperOffice-Signature",
            "X-Good");
    assertThat(request.header("X-SuperOffice-Event")).hasValue("a.b");
  }

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

  private String tested(String url) {
    var answer =
        customer
            .call("POST", "/Webhook/Test", "{\"TargetUrl\":\"" + url + "\"}", Map.of())
            .orFail()
            .body();
    assertThat(answer.get("Success").booleanValue()).isFalse();
    return answer.get("Message").stringValue();
  }

  private static JsonNode body(ReceivedRequest request) {
    return Json.read(request.body());
  }
}
