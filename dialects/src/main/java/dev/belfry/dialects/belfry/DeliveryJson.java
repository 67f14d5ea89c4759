package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.delivery.Delivery;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Deliveries and their attempts as we show them. */
final class DeliveryJson {

  /** Bytes of headers and body together. */
  private static final int MOST_SHOWN = 4096;

  private DeliveryJson() {}

  /** With {@code vendorId} where the webhook's vendor calls it by another. */
  static ObjectNode shown(Engine engine, Delivery delivery) {
    var json = Json.object().put("id", delivery.id().toString());
    engine.deliveries().vendorId(delivery).ifPresent(id -> json.put("vendorId", id));
    return json.put("event", delivery.event().toString())
        .put("webhook", delivery.webhook().toString())
        .put("type", delivery.type())
        .put("state", delivery.state().toString())
        .put("reason", delivery.reason())
        .put("attemptCount", delivery.attemptCount())
        .put("nextAttemptAt", Times.textOrNull(delivery.nextAttemptAt()))
        .put("createdAt", Times.text(delivery.createdAt()))
        .put("settledAt", Times.textOrNull(delivery.settledAt()));
  }

  static ObjectNode shown(Engine engine, Delivery delivery, List<Attempt> attempts) {
    var json = shown(engine, delivery);
    json.putArray("attempts").addAll(attempts.stream().map(DeliveryJson::attempt).toList());
    return json;
  }

  static ObjectNode attempt(Attempt attempt) {
    var json = Json.object();
    json.put("number", attempt.number());
    json.put("at", Times.text(attempt.at()));
    json.put("durationMs", attempt.duration().toMillis());
    json.put("status", attempt.status());
    json.put("error", attempt.error());
    var room = headers(json.putObject("headers"), attempt);
    json.put("body", text(attempt.body(), room));
    return json;
  }

  /**
   * The headers that there is room for; those of one name are joined. Answers what room is left.
   */
  private static int headers(ObjectNode json, Attempt attempt) {
    var room = MOST_SHOWN;
    for (var header : attempt.headers()) {
      var name = header.name().toLowerCase(Locale.ROOT);
      var before = json.get(name);
      var value = before == null ? header.value() : before.stringValue() + ", " + header.value();
      var size = (name + header.value()).getBytes(UTF_8).length + 2;
      if (size > room) {
        break;
      }
      room -= size;
      json.put(name, value);
    }
    return room;
  }

  /** What there is room for, cut between characters. */
  private static String text(byte[] body, int room) {
    var text = new String(body, UTF_8).getBytes(UTF_8);
    if (text.length <= room) {
      return new String(text, UTF_8);
    }
    var end = room;
    while (end > 0 && (text[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(Arrays.copyOf(text, end), UTF_8);
  }
}
