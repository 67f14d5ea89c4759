package dev.belfry.dialects.apify.template;

import dev.belfry.dialects.apify.template.Js.Nothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as JavaScript reads and writes it: members that occur twice count once, numbers are doubles,
 * and what is written has no space.
 */
public final class JsonText {

  private static final int DEEPEST = 512;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * What {@code JSON.parse} gives.
   *
   * @throws TemplateFault if it is not JSON, or nested over 512 deep
   */
  public static Object read(String text) {
    var reader = new JsonText(text);
    var value = reader.value(1);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  /** What {@code JSON.stringify} gives; {@code undefined} by itself is written as null. */
  public static String write(Object value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case String string -> quote(string, out);
      case Double number -> out.append(Double.isFinite(number) ? Js.number(number) : "null");
      case Boolean flag -> out.append(flag.booleanValue());
      case List<?> list -> writeArray(list, out);
      case Map<?, ?> map -> writeObject(map, out);
      default -> out.append("null");
    }
  }

  private static void writeArray(List<?> list, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(list.get(i), out);
    }
    out.append(']');
  }

  private static void writeObject(Map<?, ?> map, StringBuilder out) {
    out.append('{');
    var first = true;
    for (var member : map.entrySet()) {
      if (member.getValue() == Nothing.UNDEFINED) {
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      quote((String) member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
    }
    out.append('}');
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    var plainFrom = 0;
    for (int i = 0; i < string.length(); i++) {
      var c = string.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !isLone(string, i)) {
        continue;
      }
      out.append(string, plainFrom, i);
      plainFrom = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
      }
    }
    out.append(string, plainFrom, string.length()).append('"');
  }

  /** Whether half a surrogate pair stands here. */
  private static boolean isLone(String string, int i) {
    var c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw new TemplateFault(TemplateFault.Kind.TOO_LARGE, "JSON is nested too deep", at);
    }
    skipSpace();
    var c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", Nothing.NULL);
      default -> number();
    };
  }

  private Object object(int depth) {
    at++;
    var members = new LinkedHashMap<String, Object>();
    skipSpace();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw unexpected();
      }
      var name = string();
      skipSpace();
      expect(':');
      members.put(name, value(depth + 1));
      skipSpace();
      if (peek() == '}') {
        at++;
        return Js.ordered(members);
      }
      expect(',');
    }
  }

  private Object array(int depth) {
    at++;
    var elements = new ArrayList<Object>();
    skipSpace();
    if (peek() == ']') {
      at++;
      return elements;
    }
    while (true) {
      elements.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        at++;
        return elements;
      }
      expect(',');
    }
  }

  private String string() {
    at++;
    var plainFrom = at;
    StringBuilder out = null;
    while (true) {
      var c = peek();
      if (c == '"') {
        var rest = text.substring(plainFrom, at++);
        return out == null ? rest : out.append(rest).toString();
      }
      if (c < ' ') {
        throw unexpected();
      }
      if (c == '\\') {
        out = out == null ? new StringBuilder() : out;
        out.append(text, plainFrom, at++);
        out.append(escaped());
        plainFrom = at;
      } else {
        at++;
      }
    }
  }

  private char escaped() {
    var c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw unexpected();
      }
    };
  }

  private char unicode() {
    var value = 0;
    for (int i = 0; i < 4; i++, at++) {
      var c = peek();
      var digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private Double number() {
    var start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return Double.valueOf(text.substring(start, at));
  }

  private void digits() {
    if (!isDigit(peek())) {
      throw unexpected();
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Object literal(String word, Object value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new TemplateFault(TemplateFault.Kind.JSON, "Unexpected end of JSON input", at);
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private TemplateFault unexpected() {
    return new TemplateFault(
        TemplateFault.Kind.JSON,
        "Unexpected token '%s' in JSON at position %d".formatted(text.charAt(at), at),
        at);
  }
}
