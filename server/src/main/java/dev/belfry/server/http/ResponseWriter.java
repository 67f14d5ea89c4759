package dev.belfry.server.http;

import dev.belfry.dialects.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes answers. A small one leaves in one piece. */
final class ResponseWriter {

  private static final int PIECE = 64 * 1024;
  private static final int SMALL = 16 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile Stamp stamp = new Stamp(0, "");

  private final OutputStream out;
  private final Runnable beforePiece;

  /** A second and how it is written. */
  private record Stamp(long second, String text) {}

  /**
   * @param beforePiece run before each piece is written
   */
  ResponseWriter(OutputStream out, Runnable beforePiece) {
    this.out = out;
    this.beforePiece = beforePiece;
  }

  void askForBody() throws IOException {
    beforePiece.run();
    out.write(CONTINUE);
    out.flush();
  }

  /**
   * @param withBody false for the answer to HEAD: the length is told, the body left out
   * @throws IllegalArgumentException if a header would break the answer apart; nothing is written
   */
  void write(Response response, boolean withBody, boolean keepAlive) throws IOException {
    var body = response.body();
    boolean bodiless = response.status() == 204 || response.status() == 304;
    var head = head(response, bodiless ? -1 : body.length, keepAlive);
    int bodyLength = bodiless || !withBody ? 0 : body.length;
    if (bodyLength <= SMALL) {
      var whole = new ByteArrayOutputStream(head.length() + bodyLength);
      whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      whole.write(body, 0, bodyLength);
      beforePiece.run();
      whole.writeTo(out);
    } else {
      beforePiece.run();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      for (int at = 0; at < bodyLength; at += PIECE) {
        beforePiece.run();
        out.write(body, at, Math.min(PIECE, bodyLength - at));
      }
    }
    out.flush();
  }

  /** The head of an answer whose body goes on until the connection ends. */
  void begin(Response response) throws IOException {
    piece(head(response, -1, false).toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A piece of a body, sent at once. */
  void piece(byte[] bytes) throws IOException {
    beforePiece.run();
    out.write(bytes);
    out.flush();
  }

  private static StringBuilder head(Response response, int length, boolean keepAlive) {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ")
        .append(response.status())
        .append(' ')
        .append(Reasons.of(response.status()))
        .append("\r\nDate: ")
        .append(date())
        .append("\r\n");
    for (var field : response.headers()) {
      head.append(checked(field.name())).append(": ").append(checked(field.value())).append("\r\n");
    }
    if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    if (!keepAlive) {
      head.append("Connection: close\r\n");
    }
    return head.append("\r\n");
  }

  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
        throw new IllegalArgumentException("a response header has a character it must not have");
      }
    }
    return text;
  }

  private static String date() {
    long second = System.currentTimeMillis() / 1000;
    var last = stamp;
    if (last.second() != second) {
      last = new Stamp(second, DATE.format(Instant.ofEpochSecond(second)));
      stamp = last;
    }
    return last.text();
  }
}
