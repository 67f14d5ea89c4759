package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events whose source and id were accepted with other content. */
class ConflictsTest extends ApiTest {

  @Test
  void when_several_events_of_a_batch_are_in_conflict_then_all_are_named_and_nothing_is_kept() {
    var key = rig.givenKey();
    send(key, "[{\"id\":\"1\",\"type\":\"a\"},{\"id\":\"2\",\"type\":\"a\"}]");

    var answer =
        send(
            key,
            """
            [{"id":"1","type":"other"},{"id":"new","type":"a"},{"id":"2","type":"a"},
             {"id":"2","type":"other"},{"id":"new","type":"other"},{"type":"a"}]
            """);
    var single = send(key, "{\"id\":\"1\",\"type\":\"other\"}");
    var many =
        IntStream.range(0, 300)
            .mapToObj(i -> "{\"id\":\"1\",\"type\":\"t" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.pointers()).containsExactly("/0/id", "/3/id", "/4/id");
    assertThat(single.status()).isEqualTo(409);
    assertThat(single.pointers()).containsExactly("/id");
    assertThat(send(key, many).pointers()).hasSize(100).startsWith("/0/id").endsWith("/99/id");
    assertThat(rig.get("/v1/events", key).body().get("data")).hasSize(2);
    assertThat(send(key, "{\"id\":\"new\",\"type\":\"other\"}").status()).isEqualTo(202);
  }

  private ApiRig.Answer send(String key, String json) {
    return rig.post("/v1/events", key, json);
  }
}
