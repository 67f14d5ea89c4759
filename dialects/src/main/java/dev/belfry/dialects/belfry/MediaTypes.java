package dev.belfry.dialects.belfry;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Media types, as headers and {@code datacontenttype} have them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1">RFC 9110, section 8.3.1</a>
 */
final class MediaTypes {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  private static final Pattern FORM =
      Pattern.compile(
          TOKEN
              + "/"
              + TOKEN
              + "(?:[ \\t]*+;[ \\t]*+(?:"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"(?:[ !#-\\[\\]-~\\t]|\\\\[ -~\\t])*+\"))?+)*+[ \\t]*+");

  private MediaTypes() {}

  static boolean isOne(String text) {
    return text.equals("application/json") || FORM.matcher(text).matches();
  }

  /** Type and subtype in lower case, without parameters. */
  static String essence(String text) {
    var semicolon = text.indexOf(';');
    return (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether what it describes is a JSON document. */
  static boolean isJson(String text) {
    var essence = essence(text);
    return essence.endsWith("/json") || essence.endsWith("+json");
  }

  /** Whether its parameters, if any, leave it at UTF-8. */
  static boolean isUtf8(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    var charset = lower.indexOf("charset=");
    if (charset < 0) {
      return true;
    }
    var value = lower.substring(charset + "charset=".length()).replace("\"", "").strip();
    return value.equals("utf-8") || value.equals("utf8") || value.startsWith("utf-8;");
  }
}
