package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers that are no errors. */
final class Answers {

  /** Bytes; a page with more has one item only. */
  static final int MOST_ON_PAGE = 2 * 1024 * 1024;

  private static final String CONTENT_TYPE = "application/json";

  private Answers() {}

  static Response json(int status, JsonNode body) {
    return Response.of(status, CONTENT_TYPE, Json.write(body));
  }

  /** An object that has a version. */
  static Response versioned(int status, ObjectNode body, long version) {
    return json(status, body).with("ETag", Versions.tag(version));
  }

  /** An object that shows a secret for the only time. */
  static Response once(ObjectNode body, String location) {
    return json(201, body).with("Location", location).with("Cache-Control", "no-store");
  }

  /**
   * A part of a list: as many items as were asked for and have room, but at least one. One item
   * after the other becomes bytes, so that never all of them are in memory as trees.
   *
   * @param found what there is to show, maybe more than {@code limit}
   * @param next after what the list goes on when all of {@code found} is shown; null at its end
   * @param place after what the list goes on behind an item
   */
  static <T> Response page(
      List<T> found,
      int limit,
      @Nullable Object next,
      Function<T, ObjectNode> show,
      Function<T, Object> place) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(ascii("{\"data\":["));
    int shown = 0;
    while (shown < Math.min(limit, found.size())) {
      var item = Json.write(show.apply(found.get(shown)));
      if (shown > 0 && body.size() + item.length > MOST_ON_PAGE) {
        break;
      }
      body.writeBytes(ascii(shown == 0 ? "" : ","));
      body.writeBytes(item);
      shown++;
    }
    var after = shown < found.size() ? place.apply(found.get(shown - 1)) : next;
    body.writeBytes(
        ascii(after == null ? "],\"next\":null}" : "],\"next\":\"" + Cursors.write(after) + "\"}"));
    return Response.of(200, CONTENT_TYPE, body.toByteArray());
  }

  /** A list of few and small items. */
  static Response whole(List<ObjectNode> items) {
    var body = Json.object();
    body.putArray("data").addAll(items);
    return json(200, body.putNull("next"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
