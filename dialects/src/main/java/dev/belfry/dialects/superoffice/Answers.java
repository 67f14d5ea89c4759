package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Answers in the form the caller asked for (section 3). */
final class Answers {

  private static final Response NOTHING = Response.of(204);

  private Answers() {}

  /**
   * A success.
   *
   * @param root the name of the element, where it is XML
   */
  static Response of(Request request, String root, JsonNode body) {
    return write(request, 200, root, body);
  }

  /** A list of them. */
  static Response list(Request request, String of, JsonNode all) {
    var wanted = Media.wanted(request);
    return wanted.xml()
        ? Response.of(200, wanted.contentType(), XmlWriter.write("ArrayOf" + of, of, all))
        : Response.of(200, wanted.contentType(), Json.write(all));
  }

  /** A text alone. */
  static Response text(Request request, String text) {
    return of(request, "string", JsonNodeFactory.instance.stringNode(text));
  }

  /** The JSON text {@code null}, or a nil element. */
  static Response none(Request request, String root) {
    return of(request, root, JsonNodeFactory.instance.nullNode());
  }

  static Response nothing() {
    return NOTHING;
  }

  static Response error(Request request, int status, JsonNode body) {
    return write(request, status, "Error", body);
  }

  private static Response write(Request request, int status, String root, JsonNode body) {
    var wanted = Media.wanted(request);
    return Response.of(
        status,
        wanted.contentType(),
        wanted.xml() ? XmlWriter.write(root, "string", body) : Json.write(body));
  }
}
