package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept with a webhook: its settings, and what they were before, since a dispatch keeps
 * those under which it was made (§7, §12.4).
 *
 * @param earlier the latest first
 */
record Stored(Settings settings, List<Earlier> earlier) {

  /**
   * How the settings differed before a change.
   *
   * @param until the time of the change
   * @param members as they were; null for those there were not
   */
  record Earlier(Instant until, ObjectNode members) {}

  static Stored of(Settings settings) {
    return new Stored(settings, List.of());
  }

  static Stored of(Webhook webhook) {
    return read(webhook.registration().details());
  }

  static Stored read(String details) {
    var json = Json.read(details.getBytes(StandardCharsets.UTF_8));
    var earlier = new ArrayList<Earlier>();
    for (var one : json.path("earlier")) {
      earlier.add(
          new Earlier(
              Instant.ofEpochMilli(one.path("until").asLong()), (ObjectNode) one.get("members")));
    }
    return new Stored(new Settings((ObjectNode) json.get("settings")), earlier);
  }

  /** The same after a change; the oldest forms are forgotten when there are too many. */
  Stored changed(Settings to, Instant at) {
    if (to.equals(settings)) {
      return this;
    }
    var all = new ArrayList<Earlier>();
    all.add(new Earlier(at, difference(to.json(), settings.json())));
    var size = all.getFirst().members.toString().length();
    for (var one : earlier) {
      size += one.members.toString().length();
      if (all.size() == Choices.MOST_EARLIER || size > Choices.LARGEST_EARLIER) {
        break;
      }
      all.add(one);
    }
    return new Stored(to, all);
  }

  /** The settings under which a dispatch of this time was made. */
  Settings at(Instant time) {
    if (earlier.isEmpty() || !time.isBefore(earlier.getFirst().until)) {
      return settings;
    }
    var json = settings.json().deepCopy();
    for (var one : earlier) {
      if (!time.isBefore(one.until)) {
        break;
      }
      for (var member : one.members.properties()) {
        if (member.getValue().isNull()) {
          json.remove(member.getKey());
        } else {
          json.set(member.getKey(), member.getValue());
        }
      }
    }
    return new Settings(json);
  }

  String text() {
    var json = Json.object();
    json.set("settings", settings.json());
    var array = json.putArray("earlier");
    for (var one : earlier) {
      array.addObject().put("until", one.until.toEpochMilli()).set("members", one.members);
    }
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }

  private static ObjectNode difference(ObjectNode now, ObjectNode before) {
    var members = Json.object();
    for (var member : before.properties()) {
      if (!member.getValue().equals(now.get(member.getKey()))) {
        members.set(member.getKey(), member.getValue());
      }
    }
    for (var name : now.propertyNames()) {
      if (!before.has(name)) {
        members.putNull(name);
      }
    }
    return members;
  }
}
