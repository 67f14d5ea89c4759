package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to an address that was judged, with what was read from it and not yet used. */
final class Connection implements Closeable {

  private static final int BUFFER = 4096;

  private final SocketChannel channel;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteBuffer window = ByteBuffer.wrap(buffer);
  private @Nullable InputStream secureIn;
  private @Nullable OutputStream secureOut;
  private int next;
  private int end;
  private long allowance;
  private long idleUntil;

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  SocketChannel channel() {
    return channel;
  }

  /** From now on everything goes through TLS. */
  void secure(SSLSocket socket) throws IOException {
    secureIn = socket.getInputStream();
    secureOut = socket.getOutputStream();
  }

  /** At most this many bytes are read until it is set anew. */
  void allow(long bytes) {
    allowance = bytes;
  }

  /** The next byte. */
  int read() throws IOException {
    if (next == end && !fill()) {
      throw new EOFException();
    }
    return buffer[next++] & 0xFF;
  }

  /** What stands before the next line feed, as Latin-1; the line feed is passed. */
  String line() throws IOException {
    var at = lineFeed();
    if (at >= 0) {
      return upTo(at);
    }
    var before = new ByteArrayOutputStream();
    do {
      before.write(buffer, next, end - next);
      next = end;
      if (!fill()) {
        throw new EOFException();
      }
      at = lineFeed();
    } while (at < 0);
    return before.toString(ISO_8859_1) + upTo(at);
  }

  private int lineFeed() {
    for (var i = next; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private String upTo(int lineFeed) {
    var text = new String(buffer, next, lineFeed - next, ISO_8859_1);
    next = lineFeed + 1;
    return text;
  }

  /** How many bytes can be taken without waiting; reads if there are none, 0 at the end. */
  int available() throws IOException {
    return next == end && !fill() ? 0 : end - next;
  }

  /** Copies bytes that are {@link #available} and moves past them. */
  void take(byte[] into, int at, int count) {
    System.arraycopy(buffer, next, into, at, count);
    next += count;
  }

  void skip(int count) {
    next += count;
  }

  boolean hasUnread() {
    return next < end;
  }

  void write(byte[] bytes) throws IOException {
    if (secureOut != null) {
      secureOut.write(bytes);
      secureOut.flush();
      return;
    }
    var out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Whether the other side has neither closed an idle connection nor said anything unasked. */
  boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      try {
        return channel.read(window.clear()) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException _) {
      return false;
    }
  }

  void idleUntil(long nanoTime) {
    idleUntil = nanoTime;
  }

  long idleUntil() {
    return idleUntil;
  }

  /**
   * Closes without a farewell: bytes not read become a reset. Ends a call that blocks on it in
   * another thread.
   */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    if (allowance <= 0) {
      throw new BadResponse("more was sent than is read");
    }
    var most = (int) Math.min(BUFFER, allowance);
    var count =
        secureIn == null
            ? channel.read(window.clear().limit(most))
            : secureIn.read(buffer, 0, most);
    next = 0;
    end = Math.max(count, 0);
    allowance -= end;
    return end > 0;
  }
}
