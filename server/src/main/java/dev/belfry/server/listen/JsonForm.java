package dev.belfry.server.listen;

import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A request as one line of JSON: {@code {"time","method","path","query","headers":{"name":[…]},
 * "body" or "bodyBase64","signature":{"verdict":"good|bad|unsigned|unchecked","scheme","detail"},
 * "answered"}}. Nothing is masked or cut.
 */
final class JsonForm {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonForm() {}

  static String of(Received received) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      var request = received.request();
      json.writeStartObject();
      json.writeStringProperty("time", received.at().truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeStringProperty("method", request.method());
      json.writeStringProperty("path", request.path());
      json.writeStringProperty("query", request.rawQuery());
      json.writeObjectPropertyStart("headers");
      new TreeMap<>(request.headers())
          .forEach((name, values) -> {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
          });
      json.writeEndObject();
      BodyText.text(request.body())
          .ifPresentOrElse(
              text -> json.writeStringProperty("body", text),
              () -> json.writeBinaryProperty("bodyBase64", request.body()));
      json.writeObjectPropertyStart("signature");
      write(json, received.check());
      json.writeEndObject();
      json.writeNumberProperty("answered", received.answered());
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, Check check) {
    switch (check) {
      case Check.Good(var scheme) -> {
        json.writeStringProperty("verdict", "good");
        json.writeStringProperty("scheme", scheme);
      }
      case Check.Bad(var scheme, var why) -> {
        json.writeStringProperty("verdict", "bad");
        json.writeStringProperty("scheme", scheme);
        json.writeStringProperty("detail", why);
      }
      case Check.Unsigned() -> json.writeStringProperty("verdict", "unsigned");
      case Check.NotChecked(var why) -> {
        json.writeStringProperty("verdict", "unchecked");
        json.writeStringProperty("detail", why);
      }
    }
  }
}
