package dev.belfry.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormsTest {

  private static final Instant AT = Instant.parse("2026-03-02T12:00:00.123456Z");

  @Test
  void when_shown_to_a_person_then_what_matters_is_on_a_few_lines() {
    var text =
        PeopleForm.of(received("{\"n\":1.50e2,\"s\":[\"ä\"]}".getBytes(StandardCharsets.UTF_8)));

    assertThat(text)
        .isEqualTo(
            """
            12:00:00.123Z  POST /in?a=1  answered 401
              signature: BAD (Standard Webhooks): too old
              authorization: Bearer …
              webhook-id: dlv_1
              {
                "n" : 1.50e2,
                "s" : [ "ä" ]
              }
            """);
  }

  @Test
  void when_a_stranger_sends_control_characters_then_the_terminal_does_not_obey() {
    assertThat(BodyText.of("a\u001b[2Jb\r\nc\u009bd".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a\\u001b[2Jb\nc\\u009bd");
  }

  @Test
  void when_a_body_is_long_then_it_is_cut() {
    assertThat(BodyText.of("x".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
        .endsWith("x\n… 1808 more characters");
  }

  @Test
  void when_a_body_is_no_text_then_its_first_bytes_are_shown() {
    assertThat(BodyText.of(new byte[] {(byte) 0xff, 0, 1}))
        .isEqualTo("3 bytes, not text: ff 00 01");
  }

  @Test
  void when_a_body_only_begins_like_JSON_then_it_is_shown_as_it_is() {
    assertThat(BodyText.of("{\"a\":".getBytes(StandardCharsets.UTF_8))).isEqualTo("{\"a\":");
  }

  @Test
  void when_asked_for_JSON_then_one_line_has_everything() {
    assertThat(JsonForm.of(received("a\nb".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            """
            {"time":"2026-03-02T12:00:00.123Z","method":"POST","path":"/in","query":"a=1",\
            "headers":{"authorization":["Bearer 123"],"host":["x"],"webhook-id":["dlv_1"]},\
            "body":"a\\nb",\
            "signature":{"verdict":"bad","scheme":"Standard Webhooks","detail":"too old"},\
            "answered":401}\
            """);
  }

  @Test
  void when_a_body_is_no_text_then_JSON_has_it_in_Base64() {
    assertThat(JsonForm.of(received(new byte[] {(byte) 0xff}))).contains("\"bodyBase64\":\"/w==\"");
  }

  private static Received received(byte[] body) {
    var headers =
        Map.of(
            "host",
            List.of("x"),
            "webhook-id",
            List.of("dlv_1"),
            "authorization",
            List.of("Bearer 123"));
    var request = new Request("POST", "/in", "a=1", headers, body, Map.of(), "http://x", "::1");
    return new Received(AT, request, new Check.Bad("Standard Webhooks", "too old"), 401);
  }
}
