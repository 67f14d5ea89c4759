package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Successes: always 200 (section 2.3), what changes something in an envelope (section 6.1). */
final class Answers {

  static final String MEDIA_TYPE = "application/json;charset=UTF-8";

  private Answers() {}

  static Response bare(ObjectNode body) {
    return Response.of(200, MEDIA_TYPE, Json.write(body));
  }

  static Response done(@Nullable ObjectNode result) {
    return bare(envelope(result));
  }

  /**
   * @param beside also outside of {@code result}, for a client that looks there
   */
  static Response secret(String secret, boolean beside) {
    var body = envelope(Json.object().put("sharedSecret", secret));
    return bare(beside ? body.put("sharedSecret", secret) : body);
  }

  /** The totals are not told any more (section 5.3). */
  static Response page(int number, int size, List<ObjectNode> data) {
    var body =
        Json.object()
            .put("pageNumber", number)
            .put("pageSize", size)
            .put("totalPages", -1)
            .put("totalCount", -1);
    body.putArray("data").addAll(data);
    return bare(body);
  }

  private static ObjectNode envelope(@Nullable ObjectNode result) {
    var body = Json.object().put("message", "SUCCESS").put("resultCode", 0);
    if (result != null) {
      body.set("result", result);
    }
    return body;
  }
}
