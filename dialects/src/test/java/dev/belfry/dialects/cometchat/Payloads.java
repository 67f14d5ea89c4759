package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data of one event for each trigger, by the tables of sections 11 and 12. */
final class Payloads {

  private Payloads() {}

  /** By trigger, in the new system; not of the four pin triggers, of which none is on record. */
  static Map<String, String> ofNew() {
    return read("new");
  }

  /** By trigger, in the legacy system. */
  static Map<String, String> ofLegacy() {
    return read("legacy");
  }

  static String ofNew(String trigger) {
    return one(ofNew(), trigger);
  }

  static String ofLegacy(String trigger) {
    return one(ofLegacy(), trigger);
  }

  private static String one(Map<String, String> all, String trigger) {
    return Optional.ofNullable(all.get(trigger)).orElseThrow();
  }

  private static Map<String, String> read(String system) {
    try (var file = Payloads.class.getResourceAsStream("payloads.json")) {
      if (file == null) {
        throw new AssertionError("there is no payloads.json");
      }
      var all = new LinkedHashMap<String, String>();
      Json.read(file.readAllBytes())
          .get(system)
          .propertyStream()
          .forEach(entry -> all.put(entry.getKey(), entry.getValue().toString()));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
