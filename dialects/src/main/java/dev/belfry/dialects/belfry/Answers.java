package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answers that are no errors. */
final class Answers {

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
   * A part of a list.
   *
   * @param next the id after which the list goes on; null at its end
   */
  static Response page(List<ObjectNode> items, @Nullable String next) {
    var body = Json.object();
    body.putArray("data").addAll(items);
    body.put("next", next == null ? null : Cursors.write(next));
    return json(200, body);
  }
}
