package dev.belfry.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

class LinesTest {

  private final LoggerContext context = new LoggerContext();

  @Test
  void when_a_record_is_written_as_json_then_it_is_one_line_with_all_members() {
    var event = event("a \"b\"\n\u2028\ud83d\ude00");
    event.addKeyValuePair(new KeyValuePair("attempt", 3));
    event.addKeyValuePair(new KeyValuePair("tenant", "acme\\"));
    event.addKeyValuePair(new KeyValuePair("status", null));

    var line = text(new JsonLines(), event);

    assertThat(line.lines()).hasSize(1);
    var json = JsonMapper.shared().readTree(line);
    assertThat(json.get("time").asString()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(json.get("level").asString()).isEqualTo("info");
    assertThat(json.get("message").asString()).isEqualTo("a \"b\"\n\u2028\ud83d\ude00");
    assertThat(json.get("attempt").asInt()).isEqualTo(3);
    assertThat(json.get("tenant").asString()).isEqualTo("acme\\");
    assertThat(json.has("status")).isFalse();
  }

  @Test
  void when_a_record_has_an_exception_then_json_keeps_it_in_the_line() {
    var event = event("failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));

    var line = text(new JsonLines(), event);

    assertThat(line.lines()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(line).get("exception").asString())
        .contains("IllegalStateException: why");
  }

  @Test
  void when_somebody_sent_line_ends_or_escapes_then_a_text_line_shows_none() {
    var event = event("one\ntwo");
    event.addKeyValuePair(new KeyValuePair("outcome", "\u001b[31mred\r"));

    assertThat(text(new TextLines(), event)).endsWith(" INFO one?two outcome=?[31mred?\n");
  }

  private LoggingEvent event(String message) {
    var event = new LoggingEvent("x", context.getLogger("a.b"), Level.INFO, message, null, null);
    event.setInstant(Instant.parse("2026-11-01T00:00:00Z"));
    return event;
  }

  private static String text(Lines lines, LoggingEvent event) {
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }
}
