package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The body of a callback: what happened, wrapped (sections 8 and 12). The data goes out as the
 * bytes that came in.
 */
final class Envelope {

  private final String region;

  /**
   * @param region of all apps
   */
  Envelope(String region) {
    this.region = quoted(region);
  }

  /** New events and legacy messages. */
  byte[] dataFirst(Event event, Webhook webhook, byte[] data) {
    var room = roomType(event.type());
    return joined(
        "{\"trigger\":\"" + event.type() + "\",\"data\":",
        data,
        (room.isEmpty() ? "" : ",\"type\":\"" + room + "\"")
            + ",\"appId\":"
            + quoted(webhook.tenant().value())
            + ",\"region\":"
            + region
            + ",\"webhook\":"
            + quoted(Era.id(webhook))
            + "}");
  }

  /** Legacy receipts and connections: the data last, where they came from beside it. */
  byte[] dataLast(Event event, Webhook webhook, byte[] data) {
    var extensions = event.attributes().extensions();
    var origin = String.valueOf(extensions.getOrDefault("origin", Choices.ORIGIN));
    var version = extensions.get("chatapiversion");
    var trigger =
        event.type().equals(Triggers.CONNECTION_CHANGE)
            ? Triggers.CONNECTION_CHANGED
            : event.type();
    return joined(
        "{\"trigger\":\""
            + trigger
            + "\",\"appId\":"
            + quoted(webhook.tenant().value())
            + ",\"origin\":{\"platform\":"
            + quoted(origin)
            + "}"
            + (version == null ? "" : ",\"chatAPIVersion\":" + quoted(version.toString()))
            + ",\"region\":"
            + region
            + ",\"webhook\":"
            + quoted(Era.id(webhook))
            + ",\"data\":",
        data,
        "}");
  }

  /** Only events of the media room say what room it is. */
  private static String roomType(String trigger) {
    return switch (trigger) {
      case "call_started", "call_ended", "call_participant_joined", "call_participant_left" ->
          "call";
      case "meeting_started",
          "meeting_ended",
          "meeting_participant_joined",
          "meeting_participant_left" ->
          "meet";
      default -> "";
    };
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  private static byte[] joined(String before, byte[] data, String after) {
    var body = new ByteArrayOutputStream(before.length() + data.length + 2 * after.length());
    body.writeBytes(before.getBytes(UTF_8));
    body.writeBytes(data);
    body.writeBytes(after.getBytes(UTF_8));
    return body.toByteArray();
  }
}
