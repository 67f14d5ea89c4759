package dev.belfry.engine.egress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the head of a response, strictly: whatever leaves room for two readings is refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HeadReader {

  /** Read of all heads of one response, interim ones included. */
  static final int MOST_READ = 256 * 1024;

  private static final int MOST_KEPT = 32 * 1024;
  private static final int MOST_HEADERS = 1000;
  private static final int MOST_INTERIM = 8;
  private static final Pattern KEEP_ALIVE =
      Pattern.compile("(?:.*[ ,;])?timeout=(\\d{1,6})(?:[ ,;].*)?", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private boolean bareLineFeed;

  private HeadReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param toHead whether the request's method was HEAD, whose answer has no body
   * @throws BadResponse if it is malformed, or longer than is read
   */
  static ResponseHead read(Connection connection, boolean toHead) throws IOException {
    connection.allow(MOST_READ);
    var reader = new HeadReader(connection);
    for (var interim = 0; interim <= MOST_INTERIM; interim++) {
      var head = reader.one(toHead);
      if (head.status() == 101) {
        throw new BadResponse("the answer switches protocols unasked");
      }
      if (head.status() >= 200) {
        return head;
      }
    }
    throw new BadResponse("there are too many interim answers");
  }

  private ResponseHead one(boolean toHead) throws IOException {
    var line = line();
    var status = status(line);
    var fields = new Fields(line.charAt(7) == '1');
    for (var count = 0; ; count++) {
      var field = line();
      if (field.isEmpty()) {
        return fields.head(status, toHead, bareLineFeed);
      }
      if (count == MOST_HEADERS) {
        throw new BadResponse("there are over 1,000 headers");
      }
      fields.add(field);
    }
  }

  private static int status(String line) throws BadResponse {
    var form =
        line.length() >= 12
            && line.startsWith("HTTP/1.")
            && (line.charAt(7) == '0' || line.charAt(7) == '1')
            && line.charAt(8) == ' '
            && (line.length() == 12 || line.charAt(12) == ' ')
            && isText(line);
    if (!form) {
      throw new BadResponse("the answer does not begin with an HTTP/1 status line");
    }
    var status = 0;
    for (var i = 9; i < 12; i++) {
      var digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new BadResponse("the status is no number");
      }
      status = status * 10 + digit;
    }
    if (status < 100 || status > 599) {
      throw new BadResponse("the status is not from 100 to 599");
    }
    return status;
  }

  /** A line without its end. */
  private String line() throws IOException {
    var line = connection.line();
    if (line.endsWith("\r")) {
      return line.substring(0, line.length() - 1);
    }
    bareLineFeed = true;
    return line;
  }

  private static boolean isText(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** The headers of one head, and what they say of the body and the connection. */
  private static final class Fields {

    private final boolean keepsByDefault;
    private final List<Header> kept = new ArrayList<>(12);
    private int size;
    private long length = ResponseHead.UNTIL_CLOSE;
    private boolean chunked;
    private boolean close;
    private long keptFor = Long.MAX_VALUE;

    Fields(boolean keepsByDefault) {
      this.keepsByDefault = keepsByDefault;
    }

    void add(String line) throws BadResponse {
      var colon = line.indexOf(':');
      var name = colon < 0 ? "" : line.substring(0, colon);
      var value = line.substring(colon + 1).strip();
      if (!HeaderRules.isToken(name) || !isText(value)) {
        throw new BadResponse("a header is malformed");
      }
      size += line.length() + 2;
      if (size <= MOST_KEPT) {
        kept.add(new Header(name, value));
      }
      switch (name.length()) {
        case 10 -> connection(name, value);
        case 14 -> contentLength(name, value);
        case 17 -> transferEncoding(name, value);
        default -> {}
      }
    }

    private void connection(String name, String value) {
      if (name.equalsIgnoreCase("connection")) {
        close |= value.toLowerCase(Locale.ROOT).contains("close");
      } else if (name.equalsIgnoreCase("keep-alive")) {
        var timeout = KEEP_ALIVE.matcher(value);
        keptFor = timeout.matches() ? Long.parseLong(timeout.group(1)) : keptFor;
      }
    }

    private void contentLength(String name, String value) throws BadResponse {
      if (!name.equalsIgnoreCase("content-length")) {
        return;
      }
      if (length != ResponseHead.UNTIL_CLOSE) {
        throw new BadResponse("there are two lengths");
      }
      if (value.isEmpty()
          || value.length() > 18
          || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new BadResponse("the length is no number");
      }
      length = Long.parseLong(value);
    }

    private void transferEncoding(String name, String value) throws BadResponse {
      if (!name.equalsIgnoreCase("transfer-encoding")) {
        return;
      }
      if (chunked || !value.equalsIgnoreCase("chunked") || !keepsByDefault) {
        throw new BadResponse("the transfer encoding is not just chunked");
      }
      chunked = true;
    }

    ResponseHead head(int status, boolean toHead, boolean doubtful) throws BadResponse {
      if (chunked && length != ResponseHead.UNTIL_CLOSE) {
        throw new BadResponse("there are both a length and a transfer encoding");
      }
      var bodiless = toHead || status < 200 || status == 204 || status == 304;
      var framed = chunked ? ResponseHead.CHUNKED : length;
      var stray = status == 204 && (chunked || length > 0);
      var reusable = keepsByDefault && !close && !doubtful && !stray;
      return new ResponseHead(status, kept, bodiless ? 0 : framed, reusable, keptFor);
    }
  }
}
