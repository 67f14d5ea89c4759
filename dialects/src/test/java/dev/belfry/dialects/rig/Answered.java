package dev.belfry.dialects.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came back; each dialect's own says besides where its vendor puts data and errors. */
public interface Answered {

  Response response();

  default int status() {
    return response().status();
  }

  default String text() {
    return new String(response().body(), UTF_8);
  }

  default JsonNode body() {
    return Json.read(response().body());
  }

  /** The first header of this name. */
  default @Nullable String header(String name) {
    return response().headers().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Response.Field::value)
        .findFirst()
        .orElse(null);
  }

  /**
   * This, if it tells of success.
   *
   * @throws AssertionError with the answer, if it does not
   */
  default Answered orFail() {
    if (status() >= 300) {
      throw new AssertionError(status() + " " + text());
    }
    return this;
  }
}
