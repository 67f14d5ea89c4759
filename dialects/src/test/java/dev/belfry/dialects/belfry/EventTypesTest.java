package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest extends ApiTest {

  private static final String ALL = "/v1/event-types";
  private static final String ORDER =
      """
      {"description":"An order","schema":{"type":"object","required":["total"],
       "properties":{"total":{"type":"number"},"sku":{"pattern":"^[a-z]+$"}}}}\
      """;

  @Test
  void when_a_type_is_put_then_it_is_made_changed_read_listed_and_removed() {
    var key = rig.givenKey();
    var path = ALL + "/order.paid";

    var made = call("PUT", path, key, ORDER);
    var again = call("PUT", path, key, "{\"type\":\"order.paid\",\"schema\":true}");
    call("PUT", ALL + "/order.b", key, "{}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(ApiRig.BASE + path);
    assertThat(made.body().get("description").asString()).isEqualTo("An order");
    assertThat(made.body().get("schema").get("required").get(0).asString()).isEqualTo("total");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"2\"");
    assertThat(rig.get(path, key).text())
        .isEqualTo("{\"type\":\"order.paid\",\"description\":null,\"schema\":true}");
    assertThat(types(key, "")).containsExactly("order.b", "order.paid");
    var page = rig.get(ALL + "?limit=1", key).body();
    assertThat(types(key, "?limit=1&cursor=" + page.get("next").asString()))
        .containsExactly("order.paid");
    assertThat(rig.delete(path, key, "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(rig.delete(path, key).status()).isEqualTo(204);
    assertThat(rig.delete(path, key).status()).isEqualTo(404);
    assertThat(rig.get(path, key).status()).isEqualTo(404);
    assertThat(call("PUT", path, key, "{}").status()).isEqualTo(201);
  }

  @Test
  void when_a_version_is_named_then_only_that_is_changed() {
    var key = rig.givenKey();

    assertThat(call("PUT", ALL + "/a", key, "{}", "If-Match", "*").status()).isEqualTo(412);
    assertThat(call("PUT", ALL + "/a", key, "{}").status()).isEqualTo(201);
    assertThat(call("PUT", ALL + "/a", key, "{}", "If-Match", "\"2\"").status()).isEqualTo(412);
    assertThat(call("PUT", ALL + "/a", key, "{}", "If-Match", "\"1\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a | [] | ``",
        "a | {\"typo\":1} | /typo",
        "a | {\"type\":\"b\"} | /type",
        "a | {\"description\":5} | /description",
        "a | {\"schema\":5} | /schema",
        "a | {\"schema\":{\"type\":\"x\"}} | /schema/type",
        "a | {\"schema\":{\"$ref\":\"https://a.example/\"}} | /schema/$ref",
        "a | {\"schema\":{\"items\":{\"pattern\":\"(?=a)\"}}} | /schema/items/pattern",
        "belfry.test | {} | /type",
        "a%20b%07 | {} | /type"
      })
  void when_a_type_is_wrong_then_the_pointer_tells_where(String type, String json, String pointer) {
    var answer = call("PUT", ALL + "/" + type, rig.givenKey(), json);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.pointers()).as(answer.text()).contains(pointer);
  }

  @Test
  void when_data_does_not_satisfy_the_schema_then_nothing_is_accepted_and_pointers_tell_where() {
    var key = rig.givenKey();
    call("PUT", ALL + "/order.paid", key, ORDER);

    var good = send(key, "{\"type\":\"order.paid\",\"data\":{\"total\":1}}");
    var bad = send(key, "{\"type\":\"order.paid\",\"data\":{\"total\":\"1\",\"sku\":\"A\"}}");
    var none = send(key, "{\"type\":\"order.paid\"}");
    var batch =
        send(
            key,
            "[{\"type\":\"order.paid\",\"data\":{\"total\":1}},"
                + "{\"type\":\"x\",\"data\":5},{\"type\":\"order.paid\",\"data\":{}}]");
    var binary =
        rig.post("/v1/events", key, "{\"total\":true}", "ce-type", "order.paid", "ce-id", "1");

    assertThat(good.status()).isEqualTo(202);
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.pointers()).containsExactly("/data/sku", "/data/total");
    assertThat(none.pointers()).containsExactly("/data");
    assertThat(batch.pointers()).containsExactly("/2/data");
    assertThat(binary.pointers()).containsExactly("/data/total");
    assertThat(rig.get("/v1/events", key).body().get("data")).hasSize(1);
    rig.delete(ALL + "/order.paid", key);
    assertThat(send(key, "{\"type\":\"order.paid\"}").status()).isEqualTo(202);
  }

  @Test
  void when_a_type_is_another_tenants_then_it_is_not_there_T66() {
    var theirs = rig.givenKey();
    var mine = rig.givenKey();
    call("PUT", ALL + "/order.paid", theirs, ORDER);

    assertThat(rig.get(ALL + "/order.paid", mine).text())
        .isEqualTo(rig.get(ALL + "/order.unknown", mine).text());
    assertThat(rig.delete(ALL + "/order.paid", mine).status()).isEqualTo(404);
    assertThat(types(mine, "")).isEmpty();
    assertThat(send(mine, "{\"type\":\"order.paid\"}").status()).isEqualTo(202);
    assertThat(rig.get(ALL + "/order.paid", theirs).status()).isEqualTo(200);
  }

  private List<String> types(String key, String query) {
    return rig.get(ALL + query, key)
        .body()
        .get("data")
        .valueStream()
        .map(type -> type.get("type").asString())
        .toList();
  }

  private ApiRig.Answer send(String key, String event) {
    return rig.post("/v1/events", key, event);
  }

  private ApiRig.Answer call(
      String method, String path, String key, String json, String... headers) {
    return rig.call(method, path, key, json, headers);
  }
}
