package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind the question mark and is wrong. */
class QueriesTest extends ApiTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/events?since=yesterday", "/v1/events?cursor=x", "/v1/events?webhook=x",
        "/v1/deliveries?webhook=wh_1", "/v1/deliveries?event=x", "/v1/deliveries?state=lost",
        "/v1/deliveries?until=2026-13-01T00:00:00Z", "/v1/audit?limit=1000", "/v1/audit?type=x"
      })
  void when_a_query_is_wrong_then_it_is_refused(String target) {
    assertThat(rig.get(target, rig.givenKey()).status()).isEqualTo(400);
  }

  @Test
  void when_several_parameters_are_wrong_then_all_are_told_at_once() {
    var answer =
        rig.get(
            "/v1/deliveries?limit=x&since=y&cursor=%21&state=lost&webhook=7&type=a&type=b&no/w=1&m=%zz",
            rig.givenKey());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.pointers())
        .containsExactlyInAnyOrder(
            "/limit", "/since", "/cursor", "/state", "/webhook", "/type", "/no~1w", "");
    assertThat(answer.body().get("detail").asString())
        .contains(
            "The parameter limit must be from 1 to 250.",
            "The parameter since must be an RFC 3339 time.",
            "The parameter type stands twice.",
            "The query may have these parameters only: webhook, event, type, subject, state,",
            "The query is not properly encoded.");
  }

  @Test
  void when_very_many_parameters_are_wrong_then_a_hundred_are_told() {
    var query =
        IntStream.range(0, 500).mapToObj(i -> "x" + i + "=1").collect(Collectors.joining("&"));

    for (var list :
        List.of("/v1/events", "/v1/webhooks", "/v1/audit", "/v1/replays", "/v1/event-types")) {
      var answer = rig.get(list + "?" + query + "&limit=0", rig.givenKey());

      assertThat(answer.status()).as(list).isEqualTo(400);
      assertThat(answer.pointers()).as(list).hasSize(100).contains("/x0", "/x99");
      assertThat(answer.body().get("detail").asString().length()).isLessThan(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/audit?limit=0&since=x",
        "/v1/replays?state=x&limit=0",
        "/v1/webhooks?state=x&limit=0",
        "/v1/stats/steps?window=x&webhook=y",
        "/v1/events?until=x&cursor=y"
      })
  void when_two_parameters_of_any_list_are_wrong_then_both_are_told(String target) {
    var answer = rig.get(target, rig.givenKey());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.pointers()).hasSize(2);
  }
}
