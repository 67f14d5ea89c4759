package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Media types in and out (section 3). */
final class Media {

  private static final String USUAL = "application/json";
  private static final Set<String> JSON =
      Set.of(USUAL, "text/json", "application/json-patch+json", "application/merge-patch+json");
  private static final Set<String> XML = Set.of("application/xml", "text/xml");
  private static final String FORM = "application/x-www-form-urlencoded";

  private Media() {}

  /** How a body is written. */
  enum Form {
    JSON,
    XML,
    FORM
  }

  /**
   * How the answer shall be written.
   *
   * @param name the media type, without parameters
   */
  record Wanted(boolean xml, String name) {
    String contentType() {
      return name + "; charset=utf-8";
    }
  }

  /**
   * The form of a request's body. Without a content type it is taken for JSON.
   *
   * @throws Problem 415 if it is another
   */
  static Form of(Request request) {
    var type = request.header("content-type").orElse("");
    var name = name(type);
    var charset = parameter(type, "charset");
    if (!charset.isEmpty() && !charset.equals("utf-8") && !charset.equals("utf8")) {
      throw unsupported(type);
    }
    if (name.isEmpty() || JSON.contains(name)) {
      return Form.JSON;
    }
    if (XML.contains(name)) {
      return Form.XML;
    }
    if (name.equals(FORM)) {
      return Form.FORM;
    }
    throw unsupported(type);
  }

  private static Problem unsupported(String type) {
    return Problem.stack(
        415,
        "The request entity's media type '" + type + "' is not supported for this resource.",
        null);
  }

  /** The type with the highest weight; JSON wins ties, and is the answer to unknown types. */
  static Wanted wanted(Request request) {
    var best = new Wanted(false, USUAL);
    var bestWeight = 0.0;
    for (var range : String.join(",", accept(request)).split(",", -1)) {
      var name = name(range);
      var isXml = XML.contains(name);
      var isJson = JSON.contains(name) || name.equals("*/*") || name.equals("application/*");
      if (!isXml && !isJson && !name.equals("text/*")) {
        continue;
      }
      var weight = weight(range);
      if (weight > bestWeight || (weight == bestWeight && best.xml && JSON.contains(name))) {
        best = new Wanted(isXml, named(name));
        bestWeight = weight;
      }
    }
    return best;
  }

  private static List<String> accept(Request request) {
    return request.headers().getOrDefault("accept", List.of());
  }

  private static String named(String range) {
    return range.equals("text/*") ? "text/json" : range.endsWith("*") ? USUAL : range;
  }

  private static double weight(String range) {
    var q = parameter(range, "q");
    if (q.isEmpty()) {
      return 1;
    }
    return q.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(q) : 0;
  }

  private static String name(String type) {
    var end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static String parameter(String type, String wanted) {
    var parts = type.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      var equals = parts[i].indexOf('=');
      if (equals > 0 && parts[i].substring(0, equals).strip().equalsIgnoreCase(wanted)) {
        return parts[i].substring(equals + 1).replace("\"", "").strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }
}
