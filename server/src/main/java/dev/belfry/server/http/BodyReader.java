package dev.belfry.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one body. Memory grows with what really came, not with what was announced.
 *
 * <p>Must be closed: that gives the memory back to the budget.
 */
final class BodyReader implements AutoCloseable {

  private static final byte[] NOTHING = {};
  private static final int FIRST = 64 * 1024;
  private static final int LONGEST_SIZE = 8;

  private final Wire wire;
  private final int most;
  private final BodyBudget budget;
  private final Progress progress;
  private byte[] body = NOTHING;
  private int length;
  private int taken;

  /** Is told how many bytes of the body have come. */
  interface Progress {
    void at(long bytes);
  }

  BodyReader(Wire wire, int most, BodyBudget budget, Progress progress) {
    this.wire = wire;
    this.most = most;
    this.budget = budget;
    this.progress = progress;
  }

  /**
   * @throws Refusal 413 before anything beyond the limit is read, 400 for broken chunks, 503 when
   *     all bodies together are too large
   */
  byte[] read(long announced) throws IOException {
    if (announced == Framing.CHUNKED) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        append(size, false);
        wire.skipLineEnd();
      }
      wire.skipLineEnd();
      if (body.length != length) {
        body = Arrays.copyOf(body, length);
      }
      return body;
    }
    check(announced);
    append((int) announced, true);
    return body;
  }

  /** Refuses a body that is announced too large. */
  void check(long bytes) {
    if (bytes > most) {
      throw new Refusal(413, "The body is larger than " + most + " bytes.");
    }
  }

  private int chunkSize() throws IOException {
    var line = wire.line(LONGEST_SIZE, 400);
    if (line == null) {
      throw new EOFException();
    }
    if (line.isEmpty()) {
      throw Refusal.malformed("The size of a chunk is missing.");
    }
    long size = 0;
    for (int i = line.from(); i < line.to(); i++) {
      int digit = line.bytes()[i] < 0 ? -1 : Character.digit((char) line.bytes()[i], 16);
      if (digit < 0) {
        throw Refusal.malformed("The size of a chunk must be hex digits and nothing else.");
      }
      size = size * 16 + digit;
    }
    check(length + size);
    return (int) size;
  }

  private void append(int count, boolean last) throws IOException {
    int end = length + count;
    while (length < end) {
      if (length == body.length) {
        grow(end, last);
      }
      int n = wire.read(body, length, Math.min(end, body.length) - length);
      if (n <= 0) {
        throw new EOFException();
      }
      length += n;
      progress.at(length);
    }
  }

  /**
   * Doubles, so that neither a false length nor a million small chunks cost more than they sent.
   */
  private void grow(int end, boolean last) {
    int doubled = Math.min(most, 2 * body.length);
    int size = Math.min(end, Math.max(FIRST, doubled));
    if (!last) {
      size = Math.max(size, doubled);
    }
    budget.take(size - body.length);
    taken = size;
    body = Arrays.copyOf(body, size);
  }

  @Override
  public void close() {
    budget.giveBack(taken);
  }
}
