package dev.belfry.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a request's body ends. Whatever two programs could read differently is refused, so that no
 * request can hide in another's body.
 *
 * @param length bytes of the body; -1 when it comes in chunks
 * @param keepAlive whether the connection may carry another request
 * @param expectsContinue whether the caller waits to be asked for the body
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6">RFC 9112 §6</a>
 */
record Framing(long length, boolean keepAlive, boolean expectsContinue) {

  static final long CHUNKED = -1;

  /**
   * @throws Refusal 400, or 417 for an expectation other than {@code 100-continue}
   */
  static Framing of(Map<String, List<String>> headers, boolean version11) {
    checkHost(headers.get("host"), version11);
    checkOnce("Authorization", headers.get("authorization"));
    checkOnce("Belfry-Tenant", headers.get("belfry-tenant"));
    return new Framing(
        length(headers, version11),
        version11 && !closes(headers.get("connection")),
        version11 && expects(headers.get("expect")));
  }

  private static long length(Map<String, List<String>> headers, boolean version11) {
    var lengths = headers.get("content-length");
    var codings = headers.get("transfer-encoding");
    if (codings == null) {
      return lengths == null ? 0 : number(lengths);
    }
    if (lengths != null) {
      throw Refusal.malformed("Content-Length and Transfer-Encoding exclude each other.");
    }
    if (!version11 || codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
      throw Refusal.malformed("The only transfer coding understood is chunked, once.");
    }
    return CHUNKED;
  }

  private static long number(List<String> lengths) {
    var text = lengths.getFirst();
    if (lengths.size() != 1 || text.isEmpty() || text.length() > 18) {
      throw Refusal.malformed("Content-Length must be one number.");
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw Refusal.malformed("Content-Length must be one number.");
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static void checkHost(
      @org.jspecify.annotations.Nullable List<String> hosts, boolean version11) {
    if (hosts == null) {
      if (version11) {
        throw Refusal.malformed("The Host header is missing.");
      }
      return;
    }
    var host = hosts.getFirst();
    if (hosts.size() != 1
        || host.isEmpty()
        || !host.chars().allMatch(c -> Characters.host((char) c))) {
      throw Refusal.malformed("The Host header must name one host.");
    }
  }

  /** Two programs could each believe another of them. */
  private static void checkOnce(
      String name, @org.jspecify.annotations.Nullable List<String> given) {
    if (given != null && given.size() > 1) {
      throw Refusal.malformed("There may be one " + name + " header only.");
    }
  }

  private static boolean closes(@org.jspecify.annotations.Nullable List<String> connection) {
    if (connection == null) {
      return false;
    }
    for (var value : connection) {
      if (value.toLowerCase(Locale.ROOT).contains("close")) {
        return true;
      }
    }
    return false;
  }

  private static boolean expects(@org.jspecify.annotations.Nullable List<String> expect) {
    if (expect == null) {
      return false;
    }
    if (expect.size() == 1 && expect.getFirst().equalsIgnoreCase("100-continue")) {
      return true;
    }
    throw new Refusal(417, "The only expectation understood is 100-continue.");
  }
}
