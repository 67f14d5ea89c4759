package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which members a body has, in the order of section 4.1. Names match without regard to case, others
 * are ignored (section 3.1); what XML and forms say is understood by the kind of the member.
 */
record Shape(String root, Map<String, Kind> members) {

  /** What a member holds. */
  enum Kind {
    /** Text, a number, a date or an enum. */
    SCALAR,
    /** Texts. */
    LIST,
    /** Name to text. */
    TEXTS,
    /** Name to anything. */
    VALUES,
    /** Objects that are known by their {@code Id}. */
    ITEMS,
    /** Known, read only, and so not looked into. */
    IGNORED,
    /** A whole webhook. */
    WEBHOOK
  }

  static final Shape WEBHOOK = new Shape("Webhook", webhook());

  /** A5. */
  static final Shape GET_ALL =
      new Shape(
          "GetAllWebhooksRequest",
          ordered(
              "NameFilter", Kind.SCALAR, "EventFilter", Kind.SCALAR, "StatusFilter", Kind.SCALAR));

  /** A6. */
  static final Shape TEST = new Shape("TestWebhookRequest", ordered("Webhook", Kind.WEBHOOK));

  /** A7. */
  static final Shape SIGNAL =
      new Shape(
          "SignalEventRequest",
          ordered("EventName", Kind.SCALAR, "PrimaryKey", Kind.SCALAR, "Data", Kind.VALUES));

  /** A8. */
  static final Shape LAST_ERROR =
      new Shape("GetLastErrorRequest", ordered("WebhookId", Kind.SCALAR));

  /** The member as it is spelled here; null if there is none. */
  @Nullable String spelled(String name) {
    if (members.containsKey(name)) {
      return name;
    }
    for (var known : members.keySet()) {
      if (known.equalsIgnoreCase(name)) {
        return known;
      }
    }
    return null;
  }

  Kind kind(String spelled) {
    return members.getOrDefault(spelled, Kind.IGNORED);
  }

  /** The members that are known, by their own spelling; of a name given twice the last counts. */
  ObjectNode canonical(ObjectNode given) {
    var canonical = Json.object();
    for (var member : given.properties()) {
      var name = spelled(member.getKey());
      if (name != null) {
        canonical.set(name, canonical(kind(name), member.getValue()));
      }
    }
    return canonical;
  }

  private static JsonNode canonical(Kind kind, JsonNode value) {
    return kind == Kind.WEBHOOK && value instanceof ObjectNode webhook
        ? WEBHOOK.canonical(webhook)
        : value;
  }

  private static Map<String, Kind> webhook() {
    return ordered(
        "WebhookId", Kind.SCALAR,
        "Name", Kind.SCALAR,
        "Events", Kind.LIST,
        "TargetUrl", Kind.SCALAR,
        "Secret", Kind.SCALAR,
        "State", Kind.SCALAR,
        "Type", Kind.SCALAR,
        "Headers", Kind.TEXTS,
        "Properties", Kind.VALUES,
        "Registered", Kind.SCALAR,
        "RegisteredAssociate", Kind.IGNORED,
        "Updated", Kind.SCALAR,
        "UpdatedAssociate", Kind.IGNORED,
        "ErrorsEmail", Kind.SCALAR,
        "ErrorEmails", Kind.LIST,
        "ErrorAssociates", Kind.ITEMS,
        "Description", Kind.SCALAR,
        "NotifyVia", Kind.SCALAR,
        "NotifyWhen", Kind.SCALAR,
        "TotalCalls", Kind.SCALAR,
        "TotalErrors", Kind.SCALAR,
        "ConsecutiveErrors", Kind.SCALAR,
        "LastError", Kind.SCALAR,
        "_Links", Kind.IGNORED,
        "TableRight", Kind.IGNORED,
        "FieldProperties", Kind.IGNORED);
  }

  private static Map<String, Kind> ordered(Object... namesAndKinds) {
    var members = new LinkedHashMap<String, Kind>();
    for (int i = 0; i < namesAndKinds.length; i += 2) {
      members.put((String) namesAndKinds[i], (Kind) namesAndKinds[i + 1]);
    }
    return members;
  }
}
