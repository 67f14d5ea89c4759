package dev.belfry.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what one connection brings into HTTP/1.1 messages. It reads only what a bench must know (the
 * start line, the length, a header now and then), so that it costs about a microsecond a message
 * and leaves the cores to the program under test. Not a general parser: it trusts its peer.
 */
public final class HttpFrames {

  private byte[] bytes = new byte[4096];
  private int start;
  private int end;
  private int bodyStart;
  private int bodyEnd;
  private int messageEnd;

  /** Takes all readable bytes of {@code in}; does not release it. */
  public void add(ByteBuf in) {
    int more = in.readableBytes();
    makeRoom(more);
    in.readBytes(bytes, end, more);
    end += more;
  }

  /**
   * Moves on to the next message. What the other methods tell is valid until the next call.
   *
   * @return whether a whole message is there
   */
  public boolean next() {
    start = messageEnd;
    int headEnd = endOfHead();
    if (headEnd < 0) {
      return false;
    }
    bodyStart = headEnd;
    String length = header("content-length");
    if (length != null) {
      return fixed(Integer.parseInt(length));
    }
    if (header("transfer-encoding") != null) {
      return chunked();
    }
    return fixed(0);
  }

  /** The status code of an answer. */
  public int status() {
    int at = start + 9;
    return (bytes[at] - '0') * 100 + (bytes[at + 1] - '0') * 10 + (bytes[at + 2] - '0');
  }

  /** The path of a request, as it was sent. */
  public String path() {
    int from = indexOf((byte) ' ', start, end) + 1;
    return new String(bytes, from, indexOf((byte) ' ', from, end) - from, ISO_8859_1);
  }

  /** The array that holds the body; of use between {@link #bodyStart} and {@link #bodyEnd}. */
  public byte[] bytes() {
    return bytes;
  }

  public int bodyStart() {
    return bodyStart;
  }

  public int bodyEnd() {
    return bodyEnd;
  }

  /** The first header of that name (to be given in lower case), or null. */
  public @Nullable String header(String name) {
    int line = afterLine(start);
    while (line < bodyStart - 2) {
      int next = afterLine(line);
      if (isNamed(name, line)) {
        return new String(
                bytes, line + name.length() + 1, next - line - name.length() - 3, ISO_8859_1)
            .strip();
      }
      line = next;
    }
    return null;
  }

  private boolean fixed(int length) {
    bodyEnd = bodyStart + length;
    if (bodyEnd > end) {
      return false;
    }
    messageEnd = bodyEnd;
    return true;
  }

  /** Joins the chunks at the front of the body; nothing is moved before all of them are there. */
  private boolean chunked() {
    if (!joinChunks(false)) {
      return false;
    }
    return joinChunks(true);
  }

  private boolean joinChunks(boolean move) {
    int from = bodyStart;
    int to = bodyStart;
    while (true) {
      int data = afterLine(from);
      if (data < 0) {
        return false;
      }
      int size = chunkSize(new String(bytes, from, data - from - 2, ISO_8859_1));
      from = data + size + 2;
      if (from > end) {
        return false;
      }
      if (move) {
        System.arraycopy(bytes, data, bytes, to, size);
        to += size;
      }
      if (size == 0) {
        bodyEnd = to;
        messageEnd = move ? from : messageEnd;
        return true;
      }
    }
  }

  /** What follows a semicolon is an extension, to be ignored. */
  private static int chunkSize(String line) {
    int end = line.indexOf(';');
    return Integer.parseInt((end < 0 ? line : line.substring(0, end)).strip(), 16);
  }

  private boolean isNamed(String name, int line) {
    if (bytes[line + name.length()] != ':') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      int letter = bytes[line + i];
      if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int endOfHead() {
    for (int at = start; at <= end - 4; at++) {
      if (bytes[at] == '\r'
          && bytes[at + 1] == '\n'
          && bytes[at + 2] == '\r'
          && bytes[at + 3] == '\n') {
        return at + 4;
      }
    }
    return -1;
  }

  private int afterLine(int from) {
    int at = indexOf((byte) '\n', from, end);
    return at < 0 ? -1 : at + 1;
  }

  private int indexOf(byte wanted, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  private void makeRoom(int more) {
    if (messageEnd > 0) {
      System.arraycopy(bytes, messageEnd, bytes, 0, end - messageEnd);
      end -= messageEnd;
      messageEnd = 0;
    }
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
  }
}
