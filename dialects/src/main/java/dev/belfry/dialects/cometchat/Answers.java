package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Successes, in the vendor's envelope: always 200, always {@code data} (section 1.3). */
final class Answers {

  static final String MEDIA_TYPE = "application/json";

  private Answers() {}

  static Response of(JsonNode data) {
    var body = Json.object();
    body.set("data", data);
    return write(body);
  }

  /** What C5 and C8 say. */
  static Response done(String message) {
    return of(success(true, message));
  }

  static ObjectNode success(boolean success, String message) {
    return Json.object().put("success", success).put("message", message);
  }

  /**
   * One page of all there are.
   *
   * @param number from 1; beyond the last page there is nothing on it
   */
  static Response page(List<? extends JsonNode> all, int size, int number) {
    var from = Math.min((long) (number - 1) * size, all.size());
    var to = Math.min(from + size, all.size());
    var body = Json.object();
    body.putArray("data").addAll(all.subList((int) from, (int) to));
    body.putObject("meta")
        .putObject("pagination")
        .put("total", all.size())
        .put("count", to - from)
        .put("per_page", size)
        .put("current_page", number)
        .put("total_pages", Math.max(1, (all.size() + size - 1) / size));
    return write(body);
  }

  private static Response write(ObjectNode body) {
    return Response.of(200, MEDIA_TYPE, Json.write(body));
  }
}
