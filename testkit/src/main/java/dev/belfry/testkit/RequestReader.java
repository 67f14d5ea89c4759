package dev.belfry.testkit;

import dev.belfry.testkit.ReceivedRequest.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes HTTP/1.1 requests off one connection: content lengths and chunks, nothing forgiving. */
final class RequestReader {

  private static final int MAX_HEAD = 1 << 20;
  private static final int MAX_BODY = 64 << 20;

  private final InputStream in;
  private final InstantSource clock;
  private final int connection;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  RequestReader(InputStream in, InstantSource clock, int connection) {
    this.in = in;
    this.clock = clock;
    this.connection = connection;
  }

  /** A request, or null when the other side closed between two. */
  @Nullable ReceivedRequest next() throws IOException {
    if (!fill()) {
      return null;
    }
    var start = line(MAX_HEAD).split(" ", 3);
    if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
      throw new IOException("not a request line");
    }
    var headers = new ArrayList<Field>();
    var room = MAX_HEAD;
    for (var line = line(room); !line.isEmpty(); line = line(room)) {
      room -= line.length();
      headers.add(field(line));
    }
    var body = body(headers);
    return new ReceivedRequest(start[0], start[1], headers, body, clock.instant(), connection);
  }

  /** Waits until the other side hangs up, reading away what it may send until then. */
  void awaitEnd() throws IOException {
    do {
      position = limit;
    } while (fill());
  }

  private byte[] body(List<Field> headers) throws IOException {
    var length = -1L;
    for (var field : headers) {
      if (field.name().equalsIgnoreCase("transfer-encoding")) {
        return chunked();
      }
      if (field.name().equalsIgnoreCase("content-length")) {
        length = Long.parseLong(field.value());
      }
    }
    if (length > MAX_BODY) {
      throw new IOException("body too large: " + length);
    }
    return length <= 0 ? new byte[0] : exactly((int) length);
  }

  private byte[] chunked() throws IOException {
    var whole = new ByteArrayOutputStream();
    while (true) {
      var size = Integer.parseInt(line(1024).split(";", 2)[0].strip(), 16);
      if (size == 0) {
        break;
      }
      if (size > MAX_BODY - whole.size()) {
        throw new IOException("body too large");
      }
      whole.write(exactly(size));
      line(0);
    }
    while (!line(MAX_HEAD).isEmpty()) {
      // trailers are read away
    }
    return whole.toByteArray();
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = new byte[length];
    var have = Math.min(length, limit - position);
    System.arraycopy(buffer, position, bytes, 0, have);
    position += have;
    if (in.readNBytes(bytes, have, length - have) < length - have) {
      throw new IOException("closed inside a body");
    }
    return bytes;
  }

  private static Field field(String line) throws IOException {
    var colon = line.indexOf(':');
    if (colon < 1) {
      throw new IOException("not a header");
    }
    return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  private String line(int longest) throws IOException {
    @Nullable ByteArrayOutputStream begun = null;
    while (true) {
      if (!fill()) {
        throw new IOException("closed inside a request");
      }
      var from = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      if (position < limit && begun == null) {
        return text(buffer, from, position++ - from);
      }
      begun = begun == null ? new ByteArrayOutputStream() : begun;
      begun.write(buffer, from, position - from);
      if (begun.size() > longest + 1) {
        throw new IOException("line too long");
      }
      if (position < limit) {
        position++;
        return text(begun.toByteArray(), 0, begun.size());
      }
    }
  }

  private static String text(byte[] bytes, int from, int length) {
    var end = length > 0 && bytes[from + length - 1] == '\r' ? length - 1 : length;
    return new String(bytes, from, end, StandardCharsets.ISO_8859_1);
  }

  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
