package dev.belfry.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads, to the letter of the protocol: what it does not allow is refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HeadReader {

  private static final int LONGEST_METHOD = 24;
  private static final int MOST_HEADERS = 200;

  private final Wire wire;
  private final HttpLimits limits;

  HeadReader(Wire wire, HttpLimits limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /**
   * @return null when the caller has ended instead of asking again
   * @throws Refusal 400, 414, 431 or 505
   * @throws EOFException if the caller ends in the middle
   */
  @Nullable Head read() throws IOException {
    var line = wire.line(limits.requestLine(), 414);
    if (line != null && line.isEmpty()) {
      line = wire.line(limits.requestLine(), 414);
    }
    if (line == null) {
      return null;
    }
    int methodEnd = line.find(' ', line.from());
    int targetEnd = methodEnd < 0 ? -1 : line.find(' ', methodEnd + 1);
    if (targetEnd < 0) {
      throw Refusal.malformed("The request line must be a method, a target and a version.");
    }
    var method = method(line, methodEnd);
    checkTarget(line, methodEnd + 1, targetEnd);
    boolean version11 = version(line.text(targetEnd + 1, line.to()));
    int question = line.find('?', methodEnd + 1);
    boolean asks = question >= 0 && question < targetEnd;
    var path = line.text(methodEnd + 1, asks ? question : targetEnd);
    Paths.check(path);
    var rawQuery = asks ? line.text(question + 1, targetEnd) : "";
    var headers = headers();
    return new Head(method, path, rawQuery, headers, Framing.of(headers, version11));
  }

  private static String method(Line line, int end) {
    int length = end - line.from();
    if (length == 0 || length > LONGEST_METHOD) {
      throw Refusal.malformed("The method is not one.");
    }
    for (int i = line.from(); i < end; i++) {
      if (!Characters.token(line.bytes()[i])) {
        throw Refusal.malformed("The method is not one.");
      }
    }
    var bytes = line.bytes();
    int from = line.from();
    if (length == 4 && bytes[from] == 'P' && bytes[from + 1] == 'O' && bytes[from + 2] == 'S') {
      return bytes[from + 3] == 'T' ? "POST" : line.text(from, end);
    }
    if (length == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T') {
      return "GET";
    }
    return line.text(from, end);
  }

  private static void checkTarget(Line line, int start, int end) {
    if (start == end || line.bytes()[start] != '/') {
      throw Refusal.malformed("The target must begin with a slash.");
    }
    for (int i = start; i < end; i++) {
      if (!Characters.target(line.bytes()[i])) {
        throw Refusal.malformed("The target has a character that must be encoded.");
      }
    }
  }

  private static boolean version(String version) {
    return switch (version) {
      case "HTTP/1.1" -> true;
      case "HTTP/1.0" -> false;
      case "HTTP/2.0" -> throw new Refusal(505, "This server speaks HTTP/1.1.");
      default -> throw Refusal.malformed("The version must be HTTP/1.1.");
    };
  }

  private Map<String, List<String>> headers() throws IOException {
    var headers = HashMap.<String, List<String>>newHashMap(16);
    int left = limits.headers();
    for (int count = 0; ; count++) {
      var line = wire.line(left, 431);
      if (line == null) {
        throw new EOFException();
      }
      if (line.isEmpty()) {
        return headers;
      }
      left = Math.max(0, left - line.length() - 2);
      if (count == MOST_HEADERS) {
        throw new Refusal(431, "There are more than " + MOST_HEADERS + " header lines.");
      }
      put(headers, line);
    }
  }

  private static void put(Map<String, List<String>> headers, Line line) {
    var bytes = line.bytes();
    int colon = line.from();
    boolean upper = false;
    while (colon < line.to() && Characters.token(bytes[colon])) {
      upper |= bytes[colon] >= 'A' && bytes[colon] <= 'Z';
      colon++;
    }
    if (colon == line.from() || colon == line.to() || bytes[colon] != ':') {
      throw Refusal.malformed("A header line must be a name, a colon and a value.");
    }
    int start = colon + 1;
    int end = line.to();
    while (start < end && blank(bytes[start])) {
      start++;
    }
    while (start < end && blank(bytes[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!Characters.value(bytes[i])) {
        throw Refusal.malformed("The value of a header has a control character.");
      }
    }
    var name = line.text(line.from(), colon);
    var value = line.text(start, end);
    var before = headers.put(upper ? name.toLowerCase(Locale.ROOT) : name, List.of(value));
    if (before != null) {
      var both = new ArrayList<>(before);
      both.add(value);
      headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(both));
    }
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }
}
