package dev.belfry.server.console.page;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands behind the question mark, or in a form. */
public final class Params {

  private static final int MOST = 2000;

  private final Map<String, List<String>> values;

  private Params(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Has nothing. */
  public static Params none() {
    return new Params(Map.of());
  }

  /** Reads {@code a=1&b=2}; what cannot be decoded stays as it is. */
  public static Params read(String text) {
    var values = new LinkedHashMap<String, List<String>>();
    var parts = text.split("&", MOST);
    for (var part : parts) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        var name = decode(equals < 0 ? part : part.substring(0, equals));
        values
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(equals < 0 ? "" : decode(part.substring(equals + 1)));
      }
    }
    return new Params(values);
  }

  /** The first value without blanks around it; empty if there is none. */
  public String text(String name) {
    return values.getOrDefault(name, List.of("")).getFirst().strip();
  }

  /** The first value as it is. */
  public String raw(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  public String text(String name, String otherwise) {
    var text = text(name);
    return text.isEmpty() ? otherwise : text;
  }

  /** All values that are not blank. */
  public List<String> texts(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  public boolean has(String name) {
    return !text(name).isEmpty();
  }

  /** The same with one more, or another, value. */
  public Params with(String name, String value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, List.of(value));
    return new Params(more);
  }

  /** The same without one. */
  public Params without(String name) {
    var fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new Params(fewer);
  }

  /** Only those of these names that have a value. */
  public Params only(String... names) {
    var some = new LinkedHashMap<String, List<String>>();
    for (var name : names) {
      if (has(name)) {
        some.put(name, List.of(text(name)));
      }
    }
    return new Params(some);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** {@code a=1&b=2}, encoded. */
  public String query() {
    var query = new StringBuilder();
    values.forEach((name, all) ->
        all.forEach(value ->
            query
                .append(query.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"))));
    return query.toString();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
