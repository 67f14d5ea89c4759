package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.belfry.delivery.CloudEventBody;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random requests, whole and damaged: nothing but the declared may come of them. */
class EventReaderFuzzTest {

  private static final int ROUNDS = Boolean.getBoolean("belfry.long") ? 1_000_000 : 30_000;

  private static final List<String> VALUES =
      List.of(
          "\"a\"",
          "\"order.paid\"",
          "\"\"",
          "null",
          "true",
          "5",
          "-2147483649",
          "1.5",
          "[]",
          "{\"x\":[1,{\"y\":null}]}",
          "\"2026-01-31T12:00:00Z\"",
          "\"/a?b#c\"",
          "\"urn:a:b\"",
          "\"text/plain\"",
          "\"application/json\"",
          "\"QUJD\"",
          "\"\\u00e9 \\ud83d\\ude00\"",
          "\"1.0\"",
          "\"belfry.x\"",
          "\"\\u0000\"");

  private static final List<String> NAMES =
      List.of(
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema",
          "specversion",
          "data",
          "data_base64",
          "traceparent",
          "x1",
          "Upper",
          "");

  private final EventReader reader = new EventReader(64 * 1024);
  private final SplittableRandom random = new SplittableRandom(20261102);

  @Test
  void when_any_body_comes_then_it_is_read_or_refused_as_declared() {
    var read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var text = random.nextInt(5) == 0 ? "[" + event() + "," + event() + "]" : event();
      var bytes = text.getBytes(UTF_8);
      if (random.nextInt(3) == 0) {
        bytes = damaged(bytes);
      }
      read += readOrRefused(bytes, Map.of("content-type", List.of("application/json"))) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(ROUNDS / 50);
  }

  @Test
  void when_any_headers_come_then_they_are_read_or_refused_as_declared() {
    var read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var headers = new TreeMap<String, List<String>>();
      headers.put("ce-type", List.of("a"));
      for (int n = random.nextInt(4); n > 0; n--) {
        headers.put("ce-" + NAMES.get(random.nextInt(NAMES.size())), List.of(headerValue()));
      }
      if (random.nextBoolean()) {
        headers.put("content-type", List.of(random.nextBoolean() ? "application/json" : "x/y"));
      }
      read += readOrRefused(event().getBytes(UTF_8), headers) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(ROUNDS / 50);
  }

  private boolean readOrRefused(byte[] body, Map<String, List<String>> headers) {
    try {
      var request = new Request("POST", "/v1/events", "", headers, body, Map.of(), "", "");
      reader.read(request).events().forEach(this::checkRoundTrip);
      return true;
    } catch (MalformedJson _) {
      return false;
    } catch (Problem problem) {
      assertThat(problem.status()).as(new String(body, UTF_8)).isIn(413, 415, 422);
      if (problem.status() == 422) {
        assertThat(problem.faults()).isNotEmpty();
      }
      return false;
    }
  }

  /** What targets get of it is read back as the same event. */
  private void checkRoundTrip(NewEvent given) {
    var event =
        new Event(
            new EventId(64), new TenantId("t"), Instant.EPOCH, given.attributes(), given.data());
    var sent = CloudEventBody.structured(event);
    var request =
        new Request(
            "POST",
            "/v1/events",
            "",
            Map.of("content-type", List.of("application/cloudevents+json")),
            sent,
            Map.of(),
            "",
            "");

    var again = reader.read(request).events().getFirst();

    var was = given.attributes();
    var is = again.attributes();
    assertThat(is.type()).isEqualTo(was.type());
    assertThat(is.subject()).isEqualTo(was.subject());
    assertThat(is.extensions()).isEqualTo(was.extensions());
    assertThat(is.dataContentType()).isEqualTo(was.dataContentType());
    assertThat(is.producerId()).isEqualTo(event.cloudEventId());
    assertThat(again.data().kind()).isEqualTo(given.data().kind());
    assertThat(again.data().bytes()).isEqualTo(given.data().bytes());
  }

  private String event() {
    var json = new StringBuilder("{\"type\":\"a\"");
    for (int n = random.nextInt(6); n > 0; n--) {
      json.append(random.nextInt(4) == 0 ? " ,\n" : ",")
          .append('"')
          .append(NAMES.get(random.nextInt(NAMES.size())))
          .append("\":")
          .append(VALUES.get(random.nextInt(VALUES.size())));
    }
    return json.append('}').toString();
  }

  private String headerValue() {
    var value = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      switch (random.nextInt(5)) {
        case 0 -> value.append('%').append(Integer.toHexString(random.nextInt(256)));
        case 1 -> value.append("%C3%A9");
        case 2 -> value.append("\"\\");
        case 3 -> value.append((char) (' ' + random.nextInt(0xe0)));
        default -> value.append("a");
      }
    }
    return value.toString();
  }

  private byte[] damaged(byte[] sound) {
    var bytes = Arrays.copyOf(sound, sound.length);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }
}
