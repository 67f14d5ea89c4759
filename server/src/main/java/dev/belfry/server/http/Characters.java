package dev.belfry.server.http;

/**
 * Which bytes may stand where.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110 §5.6.2</a>
 */
final class Characters {

  private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
  private static final boolean[] HOST = table("-._~%!$&'()*+,;=:[]");

  private Characters() {}

  /** May stand in a method or in the name of a header. */
  static boolean token(byte b) {
    return b >= 0 && TOKEN[b];
  }

  /** May stand in a host and port. */
  static boolean host(char c) {
    return c < 128 && HOST[c];
  }

  /** May stand in the target of a request. */
  static boolean target(byte b) {
    return b > ' ' && b < 127 && b != '#';
  }

  /** May stand in the value of a header. */
  static boolean value(byte b) {
    return b < 0 || b == '\t' || (b >= ' ' && b != 127);
  }

  private static boolean[] table(String others) {
    var table = new boolean[128];
    for (int c = 0; c < 128; c++) {
      table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    others.chars().forEach(c -> table[c] = true);
    return table;
  }
}
