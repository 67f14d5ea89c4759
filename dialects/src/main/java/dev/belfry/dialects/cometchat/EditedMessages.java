package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.cometchat.CometChatSettings.Edits;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Event;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two recorded forms of an edit or a deletion, made from each other: the message itself, or an
 * action message around it (sections 11.1 and 14, item 7).
 */
final class EditedMessages {

  private EditedMessages() {}

  /**
   * The event's data in the form asked for; data that has no message is left as it is.
   *
   * @param event of type {@code message_edited} or {@code message_deleted}
   */
  static byte[] in(Edits form, Event event) {
    var data = event.data().bytes();
    if (!(Json.read(data) instanceof ObjectNode json)
        || !(json.get("message") instanceof ObjectNode message)) {
      return data;
    }
    var isAction = "action".equals(message.path("category").asString(""));
    return switch (form) {
      case LIVE -> {
        var target = message.path("data").path("entities").path("on").path("entity");
        yield isAction && target.isObject() ? with(json, target) : data;
      }
      case DOCUMENTED -> isAction ? data : with(json, action(message, event));
    };
  }

  private static byte[] with(ObjectNode json, JsonNode message) {
    return Json.write(json.deepCopy().set("message", message));
  }

  private static ObjectNode action(ObjectNode message, Event event) {
    var edited = event.type().equals(Triggers.EDITED);
    var word = edited ? "edited" : "deleted";
    var at = at(message, word + "At", event);
    var by = message.path(word + "By").asString(message.path("sender").asString(""));
    var action = Json.object();
    // The action's own id: digits, the same at every attempt, met nowhere else.
    action.put("id", Long.toString(event.id().value()));
    for (var name : new String[] {"conversationId", "sender", "receiverType", "receiver"}) {
      copy(message, name, action);
    }
    action.put("category", "action").put("type", "message");
    var data = action.putObject("data").put("action", word);
    var entities = data.putObject("entities");
    wrap(entities, "by", user(message, by, edited), "user");
    wrap(entities, "on", target(message, edited, at, by), "message");
    return action.put("sentAt", at).put("updatedAt", at);
  }

  private static long at(ObjectNode message, String name, Event event) {
    var given = message.path(name).isNumber() ? message.path(name) : message.path("updatedAt");
    return given.isNumber() ? given.asLong() : event.acceptedAt().getEpochSecond();
  }

  private static ObjectNode target(ObjectNode message, boolean edited, long at, String by) {
    if (edited) {
      var target = message.deepCopy();
      target.remove("updatedAt");
      return target.put("editedAt", at).put("editedBy", by);
    }
    var target = Json.object();
    copy(message, "id", target);
    copy(message, "conversationId", target);
    return target.put("deletedAt", at).put("deletedBy", by);
  }

  /** Whoever did it, as the message knows them; for deletions in the short form. */
  private static ObjectNode user(ObjectNode message, String uid, boolean full) {
    var sender = message.path("data").path("entities").path("sender").path("entity");
    var user = Json.object().put("uid", uid);
    if (sender instanceof ObjectNode known && uid.equals(known.path("uid").asString(""))) {
      if (full) {
        return known.deepCopy();
      }
      copy(known, "name", user);
    }
    return user;
  }

  private static void wrap(ObjectNode entities, String key, ObjectNode entity, String type) {
    entities.putObject(key).set("entity", entity);
    ((ObjectNode) entities.get(key)).put("entityType", type);
  }

  private static void copy(ObjectNode from, String name, ObjectNode to) {
    var value = from.get(name);
    if (value != null) {
      to.set(name, value);
    }
  }
}
