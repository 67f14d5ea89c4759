package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.cometchat.CometRig.triggerIds;
import static dev.belfry.dialects.cometchat.CometRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 16, "Create" and "List, read, update, delete"; the items' numbers are in the names. */
class WebhooksTest extends CometTest {

  private static final String URL = "https://rx.example.net/a";

  @Override
  CometRig givenRig() {
    return new CometRig(folder, CometChatSettings.USUAL, false);
  }

  @Test
  void items_15_17_18_and_20_when_only_the_required_is_given_then_the_rest_is_as_usual() {
    var data = create("ops-feed", "").orFail().body().get("data");

    assertThat(data.propertyNames())
        .containsExactly("id", "name", "webhookURL", "enabled", "createdAt", "updatedAt");
    assertThat(data.get("id").stringValue()).isEqualTo("ops-feed");
    assertThat(data.get("webhookURL").stringValue()).isEqualTo(URL);
    assertThat(data.get("enabled").booleanValue()).isTrue();
    assertThat(data.get("createdAt").toString()).hasSize(10).isEqualTo("1772452800");
    assertThat(data.get("updatedAt")).isEqualTo(data.get("createdAt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "items_16 | {\"name\":\"N\",\"webhookURL\":\"https://a.example/\"}",
        "items_16 | {\"id\":\"i\",\"webhookURL\":\"https://a.example/\"}",
        "items_16 | {\"id\":\"i\",\"name\":\"N\"}",
        "items_16 | {\"id\":\"\",\"name\":\"N\",\"webhookURL\":\"https://a.example/\"}",
        "item_33 | {\"id\":",
        "item_33 | []",
        "item_33 | ~~",
        "item_33 | {\"id\":\"i\",\"id\":\"j\",\"name\":\"N\",\"webhookURL\":\"https://a.example/\"}"
      })
  void items_16_and_33_when_the_body_lacks_something_then_400(String item, String body) {
    assertThat(app.call("POST", "", body == null ? "" : body).error())
        .as(item)
        .isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(app.call("GET", "", null).data()).isEmpty();
  }

  @Test
  void item_19_when_credentials_are_given_then_no_answer_shows_them() {
    var with = ",\"useBasicAuth\":true,\"username\":\"opsreader\",\"password\":\"Qm2vT8xk41\"";
    var answers =
        List.of(
            create("a", with),
            app.call("GET", "", null),
            app.call("GET", "/a", null),
            app.call("PUT", "/a", "{\"password\":\"Qm2vT8xk41\"}"),
            app.call("POST", "/a/triggers", triggerIds("message_sent")),
            app.call("GET", "/a/triggers", null),
            app.call("DELETE", "/a/triggers", triggerIds("message_sent")),
            app.call("DELETE", "/a", null));

    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(answer.text())
                .doesNotContain("opsreader")
                .doesNotContain("Qm2vT8xk41")
                .doesNotContain("username"));
  }

  @ParameterizedTest
  @CsvSource({
    "item_22, id, 50, 51",
    "item_24, name, 50, 51",
    "item_28, username, 50, 51",
    "item_28, password, 100, 101"
  })
  void items_22_24_and_28_when_a_text_is_too_long_then_400(
      String item, String name, int longest, int tooLong) {
    assertThat(create(name, longest).status()).as(item).isEqualTo(200);
    assertThat(create(name, tooLong).error()).as(item).isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void item_23_when_an_id_has_a_space_then_it_is_refused_but_not_for_dashes() {
    assertThat(create("a b", "").error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(create("a-b_c", "").status()).isEqualTo(200);
    assertThat(create("a\\tb", "").error()).isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void item_25_when_a_url_has_over_255_characters_then_it_is_refused() {
    var base = "https://rx.example.net/";
    var longest = base + "p".repeat(255 - base.length());

    assertThat(app.call("POST", "", webhook("a", longest, "")).status()).isEqualTo(200);
    assertThat(app.call("POST", "", webhook("b", longest + "p", "")).error())
        .isEqualTo("400 ERR_BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({
    "http://rx.example.net/a",
    "ftp://rx.example.net/",
    "rx.example.net",
    "https://",
    "https://rx example/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest"
  })
  void items_26_and_27_when_a_url_is_not_https_or_not_public_then_it_is_refused(String url) {
    assertThat(app.call("POST", "", webhook("a", url, "")).error())
        .isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void item_26_when_the_test_switch_is_on_then_http_is_accepted(@TempDir Path other) {
    try (var open = new CometRig(other)) {
      var answer = open.givenApp().call("POST", "", webhook("a", "http://127.0.0.1:9000/x", ""));
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void item_29_when_basic_auth_lacks_a_part_then_it_is_refused() {
    assertThat(create("a", ",\"useBasicAuth\":true").error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(create("a", ",\"useBasicAuth\":true,\"username\":\"u\"").error())
        .isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(create("a", ",\"username\":\"u\",\"password\":\"p\"").status()).isEqualTo(200);
    assertThat(app.call("PUT", "/a", "{\"useBasicAuth\":true}").status()).isEqualTo(200);
    assertThat(app.call("PUT", "/a", "{\"username\":\"\"}").error())
        .isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void item_30_when_an_id_is_taken_then_400_and_nothing_changes() {
    var first = create("a", "").data();
    var second = app.call("POST", "", webhook("a", "https://other.example/", ""));

    assertThat(second.error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(app.call("GET", "/a", null).data()).isEqualTo(first);
  }

  @Test
  void item_31_when_another_app_uses_the_same_id_then_both_live() {
    create("a", "").orFail();
    var other = rig.givenApp();
    other.call("POST", "", webhook("a", URL, "")).orFail();
    other.call("DELETE", "/a", null).orFail();

    assertThat(app.call("GET", "/a", null).status()).isEqualTo(200);
    assertThat(other.call("GET", "/a", null).error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
  }

  @Test
  void item_32_when_an_app_has_25_webhooks_then_the_26th_is_refused() {
    for (int i = 1; i <= 25; i++) {
      assertThat(create("w" + i, "").status()).isEqualTo(200);
    }

    assertThat(create("w26", "").error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(app.call("GET", "", null).data()).hasSize(25);
  }

  @Test
  void item_34_when_a_member_has_the_wrong_type_then_400_names_it() {
    var answer = create("a", ",\"enabled\":\"yes\",\"username\":5");

    assertThat(answer.error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(answer.body().at("/error/details").propertyNames())
        .containsExactlyInAnyOrder("enabled", "username");
    assertThat(create("a", ",\"retryOnFailure\":null").error()).isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void items_35_and_52_when_members_are_unknown_then_they_are_ignored() {
    create("a", ",\"colour\":\"red\",\"triggers\":[\"message_sent\"]").orFail();

    assertThat(app.call("GET", "/a/triggers", null).data()).isEmpty();
  }

  @Test
  void items_36_37_and_41_when_listed_then_pagination_tells_all() {
    var empty = app.call("GET", "", null).body();
    assertThat(empty.toString())
        .isEqualTo(
            "{\"data\":[],\"meta\":{\"pagination\":{\"total\":0,\"count\":0,\"per_page\":100,"
                + "\"current_page\":1,\"total_pages\":1}}}");
  }

  @Test
  void item_38_when_per_page_is_out_of_range_then_400() {
    assertThat(app.call("GET", "?perPage=1000", null).status()).isEqualTo(200);
    for (var bad : List.of("1001", "0", "x", "-1", "", "1.5", "99999999999", "%zz")) {
      assertThat(app.call("GET", "?perPage=" + bad, null).error()).isEqualTo("400 ERR_BAD_REQUEST");
    }
    assertThat(app.call("GET", "?page=0", null).error()).isEqualTo("400 ERR_BAD_REQUEST");
  }

  @Test
  void item_39_when_there_are_more_than_a_page_then_pages_follow_the_order_of_creation() {
    for (var id : List.of("c", "a", "b")) {
      create(id, "").orFail();
    }
    var first = app.call("GET", "?perPage=2", null).body();
    var second = app.call("GET", "?perPage=2&page=2", null).body();

    assertThat(first.get("data").findValuesAsString("id")).containsExactly("c", "a");
    assertThat(first.at("/meta/pagination").toString())
        .isEqualTo("{\"total\":3,\"count\":2,\"per_page\":2,\"current_page\":1,\"total_pages\":2}");
    assertThat(second.get("data").findValuesAsString("id")).containsExactly("b");
    assertThat(app.call("GET", "?page=999999999", null).data()).isEmpty();
  }

  @Test
  void item_40_when_searched_then_only_names_count() {
    app.call(
        "POST", "", "{\"id\":\"ops\",\"name\":\"Night shift\",\"webhookURL\":\"" + URL + "\"}");

    assertThat(app.call("GET", "?searchKey=NIGHT+sh", null).data()).hasSize(1);
    assertThat(app.call("GET", "?searchKey=ops", null).data()).isEmpty();
    assertThat(app.call("GET", "?searchKey=example", null).data()).isEmpty();
  }

  @Test
  void item_42_when_read_then_the_answer_is_that_of_create() {
    var made = create("ä/1", "").data();

    assertThat(app.call("GET", "/%C3%A4%2F1", null).data()).isEqualTo(made);
  }

  @Test
  void item_43_when_the_webhook_is_unknown_then_every_operation_says_so() {
    var answers =
        List.of(
            app.call("GET", "/ghost", null),
            app.call("PUT", "/ghost", "{}"),
            app.call("DELETE", "/ghost", null),
            app.call("POST", "/ghost/triggers", triggerIds("message_sent")),
            app.call("GET", "/ghost/triggers", null),
            app.call("DELETE", "/ghost/triggers", triggerIds("message_sent")));

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND"));
  }

  @Test
  void items_44_45_46_and_47_when_updated_then_only_what_is_named_changes() {
    var made = create("a", "").data();
    rig.clock.advance(Duration.ofSeconds(5));
    var off = app.call("PUT", "/a", "{\"enabled\":false,\"id\":\"b\"}").orFail().body().get("data");
    rig.clock.advance(Duration.ofSeconds(5));
    var touched = app.call("PUT", "/a", "{}").orFail().body().get("data");

    assertThat(off.get("enabled").booleanValue()).isFalse();
    assertThat(off.get("id")).isEqualTo(made.get("id"));
    assertThat(off.get("name")).isEqualTo(made.get("name"));
    assertThat(off.get("webhookURL")).isEqualTo(made.get("webhookURL"));
    assertThat(off.get("createdAt")).isEqualTo(made.get("createdAt"));
    assertThat(off.get("updatedAt").asLong()).isEqualTo(made.get("updatedAt").asLong() + 5);
    assertThat(touched.get("updatedAt").asLong()).isEqualTo(made.get("updatedAt").asLong() + 10);
    assertThat(touched.get("enabled").booleanValue()).isFalse();
  }

  @Test
  void item_48_when_updated_then_the_limits_are_those_of_create() {
    var made = create("a", "").data();
    for (var body :
        List.of(
            "{\"name\":\"\"}",
            "{\"name\":\"" + "n".repeat(51) + "\"}",
            "{\"webhookURL\":\"http://rx.example.net/\"}",
            "{\"useBasicAuth\":true}",
            "{\"username\":\"a b\"}",
            "{\"username\":\"a:b\"}",
            "{\"password\":\"" + "p".repeat(101) + "\"}",
            "{\"enabled\":1}",
            "7")) {
      assertThat(app.call("PUT", "/a", body).error()).as(body).isEqualTo("400 ERR_BAD_REQUEST");
    }
    assertThat(app.call("GET", "/a", null).data()).isEqualTo(made);
  }

  @Test
  void items_49_50_and_51_when_deleted_then_it_is_gone_and_its_id_is_free() {
    create("a", "").orFail();
    app.call("POST", "/a/triggers", triggerIds("message_sent")).orFail();

    assertThat(app.call("DELETE", "/a", null).text())
        .isEqualTo("{\"data\":{\"success\":true,\"message\":\"Deleted Webhook successfully.\"}}");
    assertThat(app.call("GET", "/a", null).error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
    assertThat(app.fire("message_sent", "{}")).isZero();
    create("a", "").orFail();
    assertThat(app.call("GET", "/a/triggers", null).data()).isEmpty();
  }

  private CometRig.Answer create(String id, String more) {
    return app.call("POST", "", webhook(id, URL, more));
  }

  private CometRig.Answer create(String member, int length) {
    var text = "x".repeat(length);
    return switch (member) {
      case "id" -> app.call("POST", "", webhook(text, URL, "").replace("Name of " + text, "Name"));
      case "name" ->
          app.call(
              "POST",
              "",
              "{\"id\":\"n\",\"name\":\"" + text + "\",\"webhookURL\":\"" + URL + "\"}");
      default -> create(member + length, ",\"" + member + "\":\"" + text + "\"");
    };
  }
}
