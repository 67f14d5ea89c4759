package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Callback.Occasion;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told (sections 9.2 to 9.5): what happened, or what became of the webhook. Made from what
 * is stored, so it is the same, byte for byte, at every attempt.
 */
final class CallbackBody {

  private CallbackBody() {}

  /** Several events, in the order in which they happened. */
  static byte[] ofEvents(Occasion occasion, Details details) {
    var batch = occasion.batch();
    var json =
        head(occasion, details, batch == null ? occasion.event().acceptedAt() : batch.gatheredAt());
    var told = new ArrayList<Told>();
    occasion.events().forEach(event -> told.add(told(event, details)));
    told.sort(Comparator.comparing(Told::at));
    var events = json.putArray("events");
    told.forEach(one -> events.add(one.json));
    return Json.write(json);
  }

  static byte[] ofStatus(Occasion occasion, Details details, Status status) {
    return Json.write(
        head(occasion, details, occasion.event().acceptedAt())
            .put("newWebhookStatus", status.name()));
  }

  private static ObjectNode head(Occasion occasion, Details details, Instant at) {
    return Json.object()
        .put("nonce", nonce(occasion.delivery()))
        .put("timestamp", Dates.inCallbacks(at))
        .put(
            "webhookId",
            Long.parseLong(String.valueOf(occasion.webhook().registration().vendorId())))
        .put("scope", details.scope().word())
        .put("scopeObjectId", details.scopeObjectId());
  }

  /** One event, and when it happened. */
  private record Told(Instant at, ObjectNode json) {}

  private static Told told(Event event, Details details) {
    return switch (details.scope()) {
      case SHEET -> {
        var sheetEvent = SheetEvent.of(event.type(), event.data());
        yield new Told(
            EventTimes.of(event, sheetEvent.data()),
            sheetEvent.shown(event, details.scopeObjectId()));
      }
      case PLAN -> ofPlan(event);
    };
  }

  /** Whatever members the sender gave are copied unchanged (section 9.4). */
  private static Told ofPlan(Event event) {
    var dot = event.type().indexOf('.');
    var json =
        Json.object()
            .put("objectType", event.type().substring(0, dot))
            .put("eventType", event.type().substring(dot + 1));
    if (event.data().kind() == Data.Kind.JSON
        && Json.read(event.data().bytes()) instanceof ObjectNode data) {
      json.setAll(data);
    }
    var at = EventTimes.of(event, json);
    if (!json.has("timestamp")) {
      json.put("timestamp", Dates.ofEvent(at));
    }
    return new Told(at, json);
  }

  /** Looks random, but is the same for every attempt, also after a restart. */
  private static String nonce(DeliveryId delivery) {
    try {
      var digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(delivery.toString().getBytes(UTF_8)));
      var high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
      var low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
