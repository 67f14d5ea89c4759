package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of requests, whichever form they have (section 3). */
final class Bodies {

  private Bodies() {}

  /**
   * The members that are known, by their own spelling.
   *
   * @return empty if there is no body, or it is {@code null}
   * @throws Problem 400 if it is no object, 413 if it is too long, 415 for another form
   * @throws dev.belfry.dialects.json.MalformedJson if it is no JSON
   */
  static Optional<ObjectNode> object(Request request, Shape shape) {
    if (isEmpty(request)) {
      return Optional.empty();
    }
    return switch (Media.of(request)) {
      case JSON -> jsonObject(json(request)).map(shape::canonical);
      case XML -> XmlReader.read(body(request), shape);
      case FORM -> Optional.of(FormReader.read(body(request), shape));
    };
  }

  /** The same where there must be one. */
  static ObjectNode required(Request request, Shape shape) {
    return object(request, shape)
        .orElseThrow(() -> Problem.unreadable(shape.root(), "The body is missing."));
  }

  /** Name to value, of any names; empty if there is no body. */
  static ObjectNode dictionary(Request request) {
    if (isEmpty(request)) {
      return Json.object();
    }
    return switch (Media.of(request)) {
      case JSON -> jsonObject(json(request)).orElseGet(Json::object);
      case XML -> XmlReader.dictionary(body(request));
      case FORM -> FormReader.dictionary(body(request));
    };
  }

  /** What a PATCH says: operations as an array, or members as an object. */
  static JsonNode patch(Request request) {
    if (request.body().length > Choices.LARGEST_PATCH) {
      throw tooLong("128 KiB");
    }
    if (!isEmpty(request) && Media.of(request) == Media.Form.JSON) {
      var json = json(request);
      if (json.isArray() || json.isObject()) {
        return json;
      }
      throw Problem.unreadable("patch", "The body must be an array or an object.");
    }
    return required(request, Shape.WEBHOOK);
  }

  /**
   * Passes over the body of a call that takes none: none, an empty one and {@code null} are what
   * clients send.
   */
  static void ignore(Request request) {
    if (request.body().length > Choices.LARGEST_BODY) {
      throw tooLong("1 MiB");
    }
  }

  private static Optional<ObjectNode> jsonObject(JsonNode json) {
    if (json.isNull()) {
      return Optional.empty();
    }
    if (json instanceof ObjectNode object) {
      return Optional.of(object);
    }
    throw Problem.unreadable("body", "The body must be an object.");
  }

  private static boolean isEmpty(Request request) {
    for (var b : request.body()) {
      if (b != ' ' && b != '\r' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static JsonNode json(Request request) {
    return Json.read(body(request));
  }

  /** Without the byte order mark that some clients put in front. */
  private static byte[] body(Request request) {
    var body = request.body();
    if (body.length > Choices.LARGEST_BODY) {
      throw tooLong("1 MiB");
    }
    var marked =
        body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  private static Problem tooLong(String limit) {
    return Problem.stack(413, "The request entity is too large.", "The limit is " + limit + ".");
  }
}
