package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A page of a list is bounded in bytes, and its cursor leads through the whole list. */
class PagesTest extends ApiTest {

  private static final String LONG = "€".repeat(1024);

  @Test
  void when_events_are_large_then_pages_end_early_and_all_events_are_found() {
    var extensions = members(64, "x%d", LONG);
    for (int i = 0; i < 30; i++) {
      var event = "{\"type\":\"large\",\"subject\":\"" + i + "\"," + extensions + "}";
      assertThat(rig.post("/v1/events", key, event).status()).isEqualTo(202);
    }

    assertThat(walk("/v1/events?limit=250", "/event/subject"))
        .containsExactlyElementsOf(downFrom(29));
  }

  @Test
  void when_webhooks_are_large_then_pages_end_early_and_all_webhooks_are_found() {
    var metadata = members(50, "m%d", LONG);
    for (int i = 0; i < 30; i++) {
      rig.givenWebhook(
          key,
          "{\"url\":\"https://large.example/\",\"types\":[\"none\"],\"name\":\"%d\",\"metadata\":{%s}}"
              .formatted(i, metadata));
    }

    assertThat(walk("/v1/webhooks?limit=250&url=large.example", "/name"))
        .containsExactlyElementsOf(downFrom(29));
  }

  @Test
  void when_replays_are_large_then_pages_end_early_and_all_replays_are_found() {
    var webhook = rig.givenWebhook(key, "{\"url\":\"https://a.example/\",\"types\":[\"none\"]}");
    var types =
        IntStream.range(0, 100)
            .mapToObj(i -> "\"" + i + "€".repeat(250) + "\"")
            .collect(Collectors.joining(","));
    var made = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      var answer =
          rig.post(
              "/v1/replays",
              key,
              "{\"webhook\":\"%s\",\"since\":\"2020-01-01T00:00:00Z\",\"types\":[%s]}"
                  .formatted(webhook, types));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      made.add(answer.body().get("id").asString());
    }

    assertThat(walk("/v1/replays?limit=250", "/id")).containsExactlyElementsOf(made.reversed());
  }

  @Test
  void when_event_types_have_long_names_then_the_cursors_lead_through_all() {
    for (int i = 0; i < 40; i++) {
      var answer =
          rig.call(
              "PUT",
              "/v1/event-types/" + "%C3%A9".repeat(240) + i,
              key,
              "{\"description\":\"" + i + "\"}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    assertThat(walk("/v1/event-types?limit=15", "/description"))
        .containsExactlyInAnyOrderElementsOf(downFrom(39));
  }

  @Test
  void when_one_item_is_larger_than_a_page_then_it_is_a_page_of_its_own() {
    var items = List.of("small", "x".repeat(3 * 1024 * 1024), "small");
    var page =
        Answers.page(
            items.subList(1, 3),
            2,
            null,
            item -> dev.belfry.dialects.json.Json.object().put("it", item),
            item -> "place");

    var body = new ApiRig.Answer(page).body();
    assertThat(body.get("data")).hasSize(1);
    assertThat(body.get("next").asString()).isEqualTo(Cursors.write("place"));
  }

  /** What stands there in every item, in the order of the pages. */
  private List<String> walk(String list, String there) {
    var seen = new ArrayList<String>();
    var pages = 0;
    var cursor = "";
    do {
      var answer = rig.get(list + cursor, key);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.response().body().length).isLessThanOrEqualTo(Answers.MOST_ON_PAGE + 4096);
      var page = answer.body();
      assertThat(page.get("data")).isNotEmpty();
      page.get("data").valueStream().map(item -> item.at(there).asString()).forEach(seen::add);
      cursor = cursor(page.get("next"));
      pages++;
    } while (!cursor.isEmpty());
    assertThat(pages).isGreaterThan(1);
    return seen;
  }

  private static String cursor(JsonNode next) {
    return next.isNull() ? "" : "&cursor=" + next.asString();
  }

  private static List<String> downFrom(int last) {
    return IntStream.rangeClosed(0, last).mapToObj(i -> "" + (last - i)).toList();
  }

  private static String members(int count, String name, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + name.formatted(i) + "\":\"" + value + "\"")
        .collect(Collectors.joining(","));
  }
}
