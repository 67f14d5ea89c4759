package dev.belfry.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HttpFramesTest {

  private static final String REQUEST =
      "POST /inbox/7 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nWebhook-Id: dlv_1\r\n\r\nhello";

  private final HttpFrames frames = new HttpFrames();

  @Test
  void when_a_message_comes_byte_by_byte_then_it_is_told_once_and_whole() {
    for (int i = 0; i < REQUEST.length() - 1; i++) {
      arrives(REQUEST.substring(i, i + 1));
      assertThat(frames.next()).isFalse();
    }
    arrives("o");

    assertThat(frames.next()).isTrue();
    assertThat(frames.path()).isEqualTo("/inbox/7");
    assertThat(frames.header("webhook-id")).isEqualTo("dlv_1");
    assertThat(frames.header("webhook-signature")).isNull();
    assertThat(body()).isEqualTo("hello");
    assertThat(frames.next()).isFalse();
  }

  @Test
  void when_two_and_a_half_messages_come_at_once_then_two_are_told_and_the_rest_waits() {
    arrives(REQUEST + REQUEST + REQUEST.substring(0, 50));

    assertThat(frames.next()).isTrue();
    assertThat(frames.next()).isTrue();
    assertThat(frames.next()).isFalse();

    arrives(REQUEST.substring(50));
    assertThat(frames.next()).isTrue();
    assertThat(body()).isEqualTo("hello");
  }

  @Test
  void when_an_answer_is_chunked_then_its_body_is_joined_and_the_next_is_found() {
    arrives("HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
    assertThat(frames.next()).isFalse();

    arrives("2;x=y\r\nde\r\n0\r\n\r\nHTTP/1.1 503 Busy\r\n\r\n");
    assertThat(frames.next()).isTrue();
    assertThat(frames.status()).isEqualTo(202);
    assertThat(body()).isEqualTo("abcde");

    assertThat(frames.next()).isTrue();
    assertThat(frames.status()).isEqualTo(503);
    assertThat(body()).isEmpty();
  }

  @Test
  void when_a_message_is_larger_than_the_buffer_then_the_buffer_grows() {
    var body = "x".repeat(100_000);
    arrives("POST / HTTP/1.1\r\ncontent-length: 100000\r\n\r\n" + body);

    assertThat(frames.next()).isTrue();
    assertThat(body()).isEqualTo(body);
  }

  private void arrives(String text) {
    frames.add(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private String body() {
    return new String(
        frames.bytes(), frames.bodyStart(), frames.bodyEnd() - frames.bodyStart(), US_ASCII);
  }
}
