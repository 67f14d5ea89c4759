package dev.belfry.server.console.room;

import dev.belfry.dialects.json.JsonReader;

/** The data of an event as the bytes that came in, cut out of what our own API answers. */
final class RawData {

  private RawData() {}

  /** Empty if it carries none. */
  static byte[] of(byte[] answer) {
    var json = new JsonReader(answer);
    return find(json, "event") && find(json, "data") ? json.slice(answer.length) : new byte[0];
  }

  /** Goes to the value of a member of the object that comes next. */
  private static boolean find(JsonReader json, String name) {
    json.peek();
    json.beginObject();
    for (var next = json.nextName(); next != null; next = json.nextName()) {
      if (next.equals(name)) {
        return true;
      }
      json.skip();
    }
    return false;
  }
}
