package dev.belfry.dialects.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Documents of the management routes, as trees. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(JsonReader.DEEPEST)
                          .maxNumberLength(256)
                          .maxNameLength(8 * 1024)
                          .maxStringLength(16 * 1024 * 1024)
                          .maxDocumentLength(16 * 1024 * 1024)
                          .build())
                  .build())
          .build();

  private Json() {}

  /**
   * The document as a tree.
   *
   * @throws MalformedJson by the rules of {@link JsonReader}
   */
  public static JsonNode read(byte[] bytes) {
    var reader = new JsonReader(bytes);
    reader.skip();
    reader.end();
    return MAPPER.readTree(bytes);
  }

  /** The tree as a document in UTF-8. */
  public static byte[] write(JsonNode tree) {
    return MAPPER.writeValueAsBytes(tree);
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
