package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Part A, "Get and list"; the items' numbers are in the names. */
class ReadTest extends SmartTest {

  private JsonNode list(String query) {
    return user.call("GET", query, null).orFail().body();
  }

  private List<Long> ids(String query) {
    return list(query).get("data").valueStream().map(one -> one.get("id").longValue()).toList();
  }

  @Test
  void item_45_when_one_is_read_then_it_comes_bare() {
    var shown = user.shown(user.given(SmartRig.sheet(URL, "")));

    assertThat(shown.has("id")).isTrue();
    assertThat(shown.propertyNames()).doesNotContain("message", "resultCode", "result");
  }

  @Test
  void items_46_and_47_when_it_is_not_the_callers_then_it_is_not_found_on_every_route() {
    var id = rig.givenUser().given(SmartRig.sheet(URL, ""));
    for (var path : List.of("/" + id, "/7482930156947332")) {
      assertThat(user.call("GET", path, null).error()).isEqualTo("404 1006");
      assertThat(user.call("PUT", path, "{\"name\":\"n\"}").error()).isEqualTo("404 1006");
      assertThat(user.call("DELETE", path, null).error()).isEqualTo("404 1006");
      assertThat(user.call("POST", path + "/resetsharedsecret", "").error()).isEqualTo("404 1006");
    }
  }

  @Test
  void items_48_49_51_and_60_when_there_are_no_parameters_then_the_first_hundred_come() {
    for (int i = 0; i < 101; i++) {
      user.given(SmartRig.sheet(URL, ""));
    }

    var page = list("");

    assertThat(page.propertyNames())
        .containsExactly("pageNumber", "pageSize", "totalPages", "totalCount", "data");
    assertThat(page.get("pageNumber").intValue()).isEqualTo(1);
    assertThat(page.get("pageSize").intValue()).isEqualTo(100);
    assertThat(page.get("totalPages").intValue()).isEqualTo(-1);
    assertThat(page.get("totalCount").intValue()).isEqualTo(-1);
    assertThat(page.get("data")).hasSize(100);
    assertThat(page.get("data").valueStream())
        .allSatisfy(
            one -> assertThat(one.get("sharedSecret").stringValue()).matches("[0-9a-z]{26}"));
  }

  @Test
  void items_50_52_54_57_and_58_when_pages_are_asked_for_then_they_come_newest_first() {
    var made = new java.util.ArrayList<Long>();
    for (int i = 0; i < 120; i++) {
      made.addFirst(user.given(SmartRig.sheet(URL, "")));
    }

    assertThat(ids("?pageSize=120")).isEqualTo(made);
    assertThat(ids("?page=2&pageSize=50")).isEqualTo(made.subList(50, 100));
    assertThat(ids("?pageSize=50&includeAll=false&page=2")).isEqualTo(made.subList(50, 100));
    assertThat(ids("?page=3&pageSize=50")).isEqualTo(made.subList(100, 120));
    assertThat(ids("?page=4&pageSize=50")).isEmpty();
    assertThat(ids("?page=999999999&pageSize=10000")).isEmpty();
    assertThat(ids("?includeAll=true")).isEqualTo(made);
    assertThat(list("?includeAll=true").get("pageSize").intValue()).isEqualTo(10_000);
  }

  @Test
  void item_53_when_a_page_would_be_too_large_then_it_is_capped() {
    assertThat(list("?pageSize=20000").get("pageSize").intValue()).isEqualTo(10_000);
  }

  @Test
  void item_55_when_one_asks_for_few_events_then_lists_say_everything() {
    var id = user.given(SmartRig.body("sheet", SmartRig.SHEET, URL, "[\"row.created\"]", ""));

    assertThat(list("").at("/data/0/events").toString()).isEqualTo("[\"*.*\"]");
    assertThat(user.shown(id).get("events").toString()).isEqualTo("[\"row.created\"]");
  }

  @Test
  void item_56_when_there_are_several_users_then_each_sees_his_own() {
    var other = rig.givenUser();
    other.given(SmartRig.sheet(URL, ""));
    var mine = user.given(SmartRig.sheet(URL, ""));

    assertThat(ids("")).containsExactly(mine);
    assertThat(ids("?includeAll=true")).containsExactly(mine);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pageSize=0",
        "page=x",
        "page=0",
        "page=-1",
        "pageSize=",
        "includeAll=yes",
        "page=%zz"
      })
  void item_59_when_a_parameter_is_none_then_it_is_refused(String query) {
    assertThat(user.call("GET", "?" + query, null).error()).isEqualTo("400 1018");
  }

  @Test
  void when_it_is_looked_at_through_our_own_api_then_it_shows_up_rightly() {
    var id = user.given(SmartRig.sheet(URL, ""));

    var ours = user.own("GET", "/v1/webhooks?dialect=smartsheet", null).body().at("/data/0");
    var path = "/v1/webhooks/" + ours.get("id").stringValue();

    assertThat(ours.get("vendorId").stringValue()).isEqualTo("" + id);
    assertThat(ours.get("state").stringValue()).isEqualTo("unverified");
    assertThat(ours.get("stateReason").stringValue()).isEqualTo("new");
    assertThat(ours.get("scope").toString())
        .isEqualTo("{\"subject\":\"sheet/" + SmartRig.SHEET + "\"}");
    assertThat(ours.toString()).doesNotContain(user.shown(id).get("sharedSecret").stringValue());
    assertThat(user.own("PATCH", path, "{\"name\":\"ours\"}").status()).isEqualTo(200);
    assertThat(user.own("PATCH", path, "{\"url\":\"https://a.example/\"}").status()).isEqualTo(409);
    assertThat(user.own("POST", path + "/resume", "").status()).isEqualTo(409);
    assertThat(user.shown(id).get("name").stringValue()).isEqualTo("ours");
  }
}
