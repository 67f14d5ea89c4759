package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Route.Handler;
import dev.belfry.dialects.json.Json;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON bodies of the management routes. */
final class Bodies {

  /** What one of our objects can sensibly have, and far more. */
  private static final int LONGEST = 1024 * 1024;

  private Bodies() {}

  /**
   * The body as an object.
   *
   * @throws Problem 413, 415 or 422
   * @throws dev.belfry.dialects.json.MalformedJson if it cannot be parsed
   */
  static ObjectNode object(Request request) {
    return object(request, false);
  }

  /** The same, for a change. */
  static ObjectNode mergePatch(Request request) {
    return object(request, true);
  }

  /** The same, where an absent body stands for an empty object. */
  static ObjectNode objectOrNone(Request request) {
    return request.body().length == 0 ? Json.object() : object(request);
  }

  /** The handler of a route that takes no body: there may be none, or an empty object. */
  static Handler none(Handler handler) {
    return (request, caller) -> {
      var faults = new Faults();
      var _ = new Members(objectOrNone(request), "", faults, Set.of());
      faults.throwIfAny();
      return handler.handle(request, caller);
    };
  }

  /** Type and subtype; empty if another charset than UTF-8 is named. */
  static String utf8Essence(String contentType) {
    return MediaTypes.isUtf8(contentType) ? MediaTypes.essence(contentType) : "";
  }

  /**
   * @throws Problem 415 if the body is compressed or otherwise encoded
   */
  static void refuseEncoded(Request request) {
    var encoding = request.header("content-encoding").orElse("identity");
    if (!encoding.strip().equalsIgnoreCase("identity")) {
      throw Problem.of(415, "Send the body as it is, without a content-encoding.");
    }
  }

  private static ObjectNode object(Request request, boolean isPatch) {
    refuseEncoded(request);
    var type = request.header("content-type").map(Bodies::utf8Essence).orElse("");
    if (!type.equals("application/json")
        && !(isPatch && type.equals("application/merge-patch+json"))) {
      throw Problem.of(
          415,
          isPatch
              ? "Send application/json or application/merge-patch+json."
              : "Send application/json.");
    }
    if (request.body().length > LONGEST) {
      throw Problem.of(413, "The body may have at most " + LONGEST + " bytes here.");
    }
    if (Json.read(request.body()) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid("", "must be an object");
  }
}
