package dev.belfry.server.console.page;

import dev.belfry.dialects.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object as our own API answers it, read by the names that the API's description has; what
 * is not there reads as empty.
 */
public final class Item {

  private static final JsonMapper PRETTY =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonMapper ROUNDED =
      PRETTY.rebuild().disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode json;

  private Item(JsonNode json) {
    this.json = json;
  }

  public static Item of(JsonNode json) {
    return new Item(json);
  }

  /** Of our own API's bytes: numbers keep all their digits, and data may be as deep as it came. */
  static Item read(byte[] json) {
    try {
      return new Item(PRETTY.readTree(json));
    } catch (JacksonException | NumberFormatException _) {
      return new Item(ROUNDED.readTree(json)); // 1e-9999999999 is zero, and no decimal number
    }
  }

  /** Has nothing. */
  public static Item empty() {
    return new Item(Json.object());
  }

  /** Whether the member is there and not null. */
  public boolean has(String name) {
    return json.hasNonNull(name);
  }

  /** Text as it is, numbers and truths as written, all else empty. */
  public String text(String name) {
    var member = json.path(name);
    return member.isValueNode() && !member.isNull() ? member.asString() : "";
  }

  public String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  public long number(String name) {
    return json.path(name).asLong(0);
  }

  public @Nullable BigDecimal decimal(String name) {
    var member = json.path(name);
    return member.isNumber() ? member.decimalValue() : null;
  }

  public boolean is(String name) {
    return json.path(name).asBoolean(false);
  }

  public Item at(String name) {
    return new Item(json.path(name));
  }

  public List<Item> items(String name) {
    return json.path(name).valueStream().map(Item::new).toList();
  }

  public List<String> texts(String name) {
    return json.path(name).valueStream().map(JsonNode::asString).toList();
  }

  /** Members and their texts, in order. */
  public Map<String, String> map(String name) {
    var map = new LinkedHashMap<String, String>();
    json.path(name)
        .properties()
        .forEach(member ->
            map.put(
                member.getKey(),
                member.getValue().isValueNode()
                    ? member.getValue().asString()
                    : member.getValue().toString()));
    return map;
  }

  /** Its own members and their texts. */
  public Map<String, String> members() {
    return Item.of(Json.object().set("all", json)).map("all");
  }

  /** Written over lines, for people. */
  public String pretty() {
    return PRETTY.writeValueAsString(json);
  }

  public boolean isEmpty() {
    return json.isMissingNode() || json.isEmpty();
  }

  public JsonNode json() {
    return json;
  }
}
