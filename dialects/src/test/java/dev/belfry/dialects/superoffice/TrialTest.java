package dev.belfry.dialects.superoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checklist, "Test". */
class TrialTest extends OfficeTest {

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

  private String tested(String url) {
    var answer =
        customer
            .call("POST", "/Webhook/Test", "{\"TargetUrl\":\"" + url + "\"}", Map.of())
            .orFail()
            .body();
    assertThat(answer.get("Success").booleanValue()).isFalse();
    return answer.get("Message").stringValue();
  }
}
