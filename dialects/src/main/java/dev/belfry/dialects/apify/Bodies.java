package dev.belfry.dialects.apify;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.encoding.ContentEncoding;
import dev.belfry.dialects.encoding.UndecodableBody;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of requests (§1.3); their content type does not matter. */
final class Bodies {

  private Bodies() {}

  /** The bytes, inflated. */
  static byte[] bytes(Request request) {
    check(request.body().length);
    var encoding = request.header("content-encoding").orElse("");
    if (encoding.isEmpty() || request.body().length == 0) {
      return request.body();
    }
    try {
      return ContentEncoding.decode(encoding, request.body(), Choices.LARGEST_BODY);
    } catch (UndecodableBody e) {
      throw switch (e.fault()) {
        case UNSUPPORTED ->
            new Fault(
                415,
                "unsupported-content-encoding",
                "Content-Encoding \"%s\" is not supported.".formatted(encoding));
        case BROKEN -> Fault.request("The body is not of its Content-Encoding.");
        case TOO_LARGE -> tooLarge("more than " + Choices.LARGEST_BODY);
      };
    }
  }

  /** The object; an empty body is one without members. */
  static ObjectNode object(Request request) {
    var bytes = bytes(request);
    if (bytes.length == 0) {
      return Json.object();
    }
    try {
      if (Json.read(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (MalformedJson _) {
      // worded like anything else that is no object
    }
    throw Fault.request("POST data must be a JSON object");
  }

  private static void check(int length) {
    if (length > Choices.LARGEST_BODY) {
      throw tooLarge(Integer.toString(length));
    }
  }

  private static Fault tooLarge(String length) {
    return new Fault(
        413,
        "request-too-large",
        "The POST payload is too large (limit: %d bytes, actual length: %s bytes)."
            .formatted(Choices.LARGEST_BODY, length));
  }
}
