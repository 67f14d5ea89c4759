package dev.belfry.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What has come in on a connection and is not used yet. Small while a connection waits. */
final class Wire {

  private static final int SMALL = 2048;
  private static final int KEPT = 16 * 1024;

  private final InputStream in;
  private byte[] bytes = new byte[SMALL];
  private int at;
  private int end;

  Wire(InputStream in) {
    this.in = in;
  }

  boolean isEmpty() {
    return at == end;
  }

  /** Waits for bytes; false when the other side has ended. */
  boolean awaitAny() throws IOException {
    return at < end || fill();
  }

  /**
   * The next line, without its CR LF.
   *
   * @param longest bytes it may have
   * @return null when nothing more comes and nothing of a line has
   * @throws Refusal 400 if it ends in a bare LF, {@code tooLong} if it is longer
   * @throws EOFException if it never ends
   */
  @org.jspecify.annotations.Nullable
  Line line(int longest, int tooLong) throws IOException {
    int scanned = at;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (bytes[i] == '\n') {
          return cut(i, longest, tooLong);
        }
      }
      if (end - at > longest + 1) {
        throw new Refusal(tooLong, "A line is longer than " + longest + " bytes.");
      }
      int before = end - at;
      if (!fill()) {
        if (before == 0) {
          return null;
        }
        throw new EOFException();
      }
      scanned = at + before;
    }
  }

  private Line cut(int lineFeed, int longest, int tooLong) {
    if (lineFeed == at || bytes[lineFeed - 1] != '\r') {
      throw Refusal.malformed("A line does not end in CR LF.");
    }
    var line = new Line(bytes, at, lineFeed - 1);
    if (line.length() > longest) {
      throw new Refusal(tooLong, "A line is longer than " + longest + " bytes.");
    }
    at = lineFeed + 1;
    return line;
  }

  /** Puts up to {@code length} bytes into {@code target}; -1 when the other side has ended. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (at < end) {
      int n = Math.min(length, end - at);
      System.arraycopy(bytes, at, target, offset, n);
      at += n;
      return n;
    }
    return in.read(target, offset, length);
  }

  /** Takes exactly CR LF. */
  void skipLineEnd() throws IOException {
    while (end - at < 2) {
      if (!fill()) {
        throw new EOFException();
      }
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw Refusal.malformed("A chunk is not as long as it says.");
    }
    at += 2;
  }

  /** Gives back what a long head needed. */
  void shrink() {
    if (at == end) {
      at = 0;
      end = 0;
      if (bytes.length > KEPT) {
        bytes = new byte[SMALL];
      }
    }
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
    } else if (end == bytes.length) {
      if (at > 0) {
        System.arraycopy(bytes, at, bytes, 0, end - at);
        end -= at;
        at = 0;
      } else {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
    }
    int n = in.read(bytes, end, bytes.length - end);
    if (n <= 0) {
      return false;
    }
    end += n;
    return true;
  }
}
