package dev.belfry.dialects.apify;

import dev.belfry.dialects.apify.template.Template;
import dev.belfry.dialects.apify.template.TemplateFault;
import dev.belfry.dialects.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads settings from requests, by the rules and with the messages of §4. */
final class SettingsReader {

  private static final int LONGEST_TEMPLATE = 1_000_000;

  /** §4.3: laxer than the syntax of URIs. */
  private static final Pattern URL =
      Pattern.compile(
          "(?i)https?://(?:[^\\s/?#@]*@)?(?:[^\\s/?#@:\\[\\]]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?"
              + "(?:[/?#][^\\p{Cntrl}]*)?");

  private static final List<String> CONDITIONS = List.of("actorId", "actorTaskId", "actorRunId");
  private static final List<String> REMOVABLE = List.of("headersTemplate", "title", "description");

  private final JsonNode from;
  private final ObjectNode to = Json.object();

  private SettingsReader(JsonNode from) {
    this.from = from;
  }

  /**
   * Those of a new webhook.
   *
   * @throws Fault if a rule is broken
   */
  static Settings create(ObjectNode body) {
    return new SettingsReader(body).read();
  }

  /**
   * Those there shall be after an update (§5.3).
   *
   * @throws Fault if a rule is broken
   */
  static Settings update(Settings before, ObjectNode body) {
    var merged = before.json().deepCopy();
    var adHoc = new SettingsReader(body).flagOrNull("isAdHoc");
    if (adHoc != null && adHoc != before.isAdHoc()) {
      throw Fault.schema("isAdHoc cannot be changed");
    }
    for (var member : body.properties()) {
      var value = member.getValue();
      if (!value.isNull()) {
        merged.set(member.getKey(), value);
      } else if (REMOVABLE.contains(member.getKey())) {
        merged.remove(member.getKey());
      }
    }
    return new SettingsReader(merged).read();
  }

  /** What the body says of {@code isEnabled}; null if nothing. */
  static @Nullable Boolean enabled(ObjectNode body) {
    return new SettingsReader(body).flagOrNull("isEnabled");
  }

  private Settings read() {
    eventTypes();
    condition();
    var adHoc = flagOrNull("isAdHoc");
    to.put("isAdHoc", adHoc != null && adHoc);
    if (adHoc != null && adHoc && !to.path("condition").has("actorRunId")) {
      throw Fault.schema("Ad hoc webhook can only be set for Actor runs.");
    }
    requestUrl();
    payloadTemplate();
    headersTemplate();
    flag("ignoreSslErrors");
    flag("doNotRetry");
    flag("shouldInterpolateStrings");
    actionType();
    text("title", 0, 63);
    text("description", 0, 320);
    text("idempotencyKey", 1, 128);
    var integration = flagOrNull("isApifyIntegration");
    if (integration != null) {
      to.put("isApifyIntegration", integration.booleanValue());
    }
    flagOrNull("isEnabled");
    return new Settings(to);
  }

  private void eventTypes() {
    var given = given("eventTypes");
    if (given != null && !given.isArray()) {
      throw Fault.schema("eventTypes must be of type Array");
    }
    if (given == null || given.isEmpty()) {
      throw Fault.schema("You must specify at least 1 values");
    }
    var types = new LinkedHashSet<String>();
    for (var type : given) {
      if (!type.isString() || !EventTypes.isKnown(type.asString())) {
        throw Fault.schema(shown(type) + " is not an allowed value");
      }
      types.add(type.asString());
    }
    var array = to.putArray("eventTypes");
    types.forEach(array::add);
  }

  /** What was given, cut short. */
  private static String shown(JsonNode value) {
    var text = value.isString() ? value.asString() : value.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  private void condition() {
    var given = given("condition");
    if (given == null) {
      throw Fault.schema("condition is required");
    }
    if (given.isObject() && given.size() == 1) {
      for (var key : CONDITIONS) {
        var id = given.get(key);
        if (id != null && id.isString() && VendorIds.isWellFormed(id.asString())) {
          to.putObject("condition").put(key, id.asString());
          return;
        }
      }
    }
    throw Fault.schema("Webhook condition isn't valid.");
  }

  private void requestUrl() {
    text("requestUrl", 1, 500);
    var url = to.get("requestUrl");
    if (url == null) {
      throw Fault.schema("requestUrl is required");
    }
    if (!URL.matcher(url.asString()).matches() || TargetUrl.of(url.asString()).isEmpty()) {
      throw Fault.schema("Webhook URL must be a valid URL.");
    }
  }

  private void payloadTemplate() {
    var given = given("payloadTemplate");
    if (given == null || (given.isString() && given.asString().isEmpty())) {
      to.put("payloadTemplate", Choices.DEFAULT_TEMPLATE);
      return;
    }
    text("payloadTemplate", 2, LONGEST_TEMPLATE);
    checkTemplate("payloadTemplate", given.asString());
  }

  private void headersTemplate() {
    text("headersTemplate", 0, LONGEST_TEMPLATE);
    var template = to.get("headersTemplate");
    if (template != null && template.asString().isEmpty()) {
      to.remove("headersTemplate");
    } else if (template != null) {
      checkTemplate("headersTemplate", template.asString());
    }
  }

  private static void checkTemplate(String field, String template) {
    try {
      Template.check(template, Choices.VARIABLES);
    } catch (TemplateFault e) {
      throw Fault.template(
          field,
          e.position(),
          e.kind() == TemplateFault.Kind.VARIABLE
              ? "Invalid variable enclosed in double curly braces."
                  + " See the docs for valid variables."
              : "Aside from variables enclosed in double curly braces,"
                  + " the template must be valid JSON.");
    }
  }

  private void actionType() {
    var given = given("actionType");
    if (given != null && !(given.isString() && Choices.ACTIONS.contains(given.asString()))) {
      throw Fault.schema("actionType must be one of: " + String.join(", ", Choices.ACTIONS));
    }
    to.put("actionType", given == null ? Choices.ACTIONS.getFirst() : given.asString());
  }

  private void text(String name, int shortest, int longest) {
    var given = given(name);
    if (given == null) {
      return;
    }
    if (!given.isString()) {
      throw Fault.schema(name + " must be of type String");
    }
    var length = given.asString().length();
    if (length < shortest) {
      throw Fault.schema("%s must be at least %d characters".formatted(name, shortest));
    }
    if (length > longest) {
      throw Fault.schema("%s cannot exceed %d characters".formatted(name, longest));
    }
    to.put(name, given.asString());
  }

  private void flag(String name) {
    var given = flagOrNull(name);
    to.put(name, given != null && given);
  }

  private @Nullable Boolean flagOrNull(String name) {
    var given = given(name);
    if (given == null) {
      return null;
    }
    if (!given.isBoolean()) {
      throw Fault.schema(name + " must be of type Boolean");
    }
    return given.asBoolean();
  }

  /** Null also stands for nothing given. */
  private @Nullable JsonNode given(String name) {
    var value = from.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
