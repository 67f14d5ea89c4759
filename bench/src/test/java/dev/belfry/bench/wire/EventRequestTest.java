package dev.belfry.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventRequestTest {

  private final EventRequest request = new EventRequest(EventForm.of("bench.event"), "secret");
  private final HttpFrames frames = new HttpFrames();

  @Test
  void when_an_event_is_encoded_then_its_body_is_one_kibibyte_of_json_with_its_mark() {
    frames.add(request.encode(UnpooledByteBufAllocator.DEFAULT, 42, 1_234_567_890_123L));

    assertThat(frames.next()).isTrue();
    assertThat(frames.path()).isEqualTo("/v1/events");
    assertThat(frames.header("authorization")).isEqualTo("Bearer secret");
    var body = Arrays.copyOfRange(frames.bytes(), frames.bodyStart(), frames.bodyEnd());
    assertThat(body).hasSize(1024);
    var json = JsonMapper.shared().readTree(body);
    assertThat(json.get("type").asString()).isEqualTo("bench.event");
    assertThat(json.get("data").get("mark").asString())
        .isEqualTo("~0000000000000042~0000001234567890123~");
  }

  @Test
  void when_a_mark_lies_anywhere_in_a_body_then_it_is_found_and_read() {
    var body = "{\"x\":\"~no mark~\",\"y\":\"".getBytes(US_ASCII);
    var all = Arrays.copyOf(body, body.length + Mark.LENGTH);
    Mark.write(all, body.length, 9_999_999_999L, Long.MAX_VALUE);

    int at = Mark.find(all, 0, all.length);

    assertThat(at).isEqualTo(body.length);
    assertThat(Mark.number(all, at)).isEqualTo(9_999_999_999L);
    assertThat(Mark.nanos(all, at)).isEqualTo(Long.MAX_VALUE);
    assertThat(Mark.find(all, 0, all.length - 1)).isNegative();
  }
}
