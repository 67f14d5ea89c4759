package dev.belfry.engine.filter;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.HashMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** JSON as the values that CEL computes with. It was checked when the event came in. */
final class JsonValues {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNumberLength(256)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonValues() {}

  static Object read(byte[] bytes) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new HashMap<String, Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> Facts.whole(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> NullValue.NULL_VALUE;
    };
  }
}
