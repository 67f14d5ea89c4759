package dev.belfry.engine.egress;

import java.io.IOException;
import java.util.Arrays;

/** Reads a body up to the limit and keeps its beginning; never inflates it. */
final class BodyReader {

  /** Read of a body at most; framing may add half as much. */
  static final int MOST_READ = 64 * 1024;

  private static final int MOST_DIGITS = 8;
  private static final int MOST_TRAILER = 8 * 1024;

  private final Connection connection;
  private final int mostKept;
  private byte[] kept = new byte[0];
  private int keptCount;
  private long readCount;

  private BodyReader(Connection connection, int mostKept) {
    this.connection = connection;
    this.mostKept = mostKept;
  }

  /**
   * @param whole whether it was read to its end, so that the connection stands at the next answer
   */
  record Body(byte[] kept, boolean whole) {}

  /**
   * Never fails: what breaks off, is malformed, or ends with the connection before its length is a
   * body that is not whole.
   */
  static Body read(Connection connection, long length, int mostKept) {
    if (length == 0) {
      return new Body(new byte[0], true);
    }
    connection.allow(MOST_READ + MOST_READ / 2);
    var reader = new BodyReader(connection, mostKept);
    var whole = false;
    try {
      whole =
          length == ResponseHead.CHUNKED
              ? reader.chunks()
              : length == ResponseHead.UNTIL_CLOSE ? reader.untilClose() : reader.bytes(length);
    } catch (IOException _) {
      // kept is what came until then
    }
    return new Body(Arrays.copyOf(reader.kept, reader.keptCount), whole);
  }

  private boolean untilClose() throws IOException {
    while (readCount < MOST_READ) {
      if (some(MOST_READ - readCount) == 0) {
        return true;
      }
    }
    return !connection.hasUnread() && connection.available() == 0;
  }

  private boolean bytes(long count) throws IOException {
    var allowed = Math.min(count, MOST_READ - readCount);
    for (var left = allowed; left > 0; ) {
      var taken = some(left);
      if (taken == 0) {
        return false;
      }
      left -= taken;
    }
    return allowed == count;
  }

  private int some(long most) throws IOException {
    var count = (int) Math.min(connection.available(), most);
    var keep = Math.min(count, mostKept - keptCount);
    if (keep > 0) {
      if (kept.length < keptCount + keep) {
        kept = Arrays.copyOf(kept, Math.max(keptCount + keep, Math.min(kept.length * 2, mostKept)));
      }
      connection.take(kept, keptCount, keep);
      keptCount += keep;
    }
    connection.skip(count - keep);
    readCount += count;
    return count;
  }

  private boolean chunks() throws IOException {
    for (var size = chunkSize(); size > 0; size = chunkSize()) {
      if (!bytes(size)) {
        return false;
      }
      expect('\r');
      expect('\n');
    }
    return trailers();
  }

  private long chunkSize() throws IOException {
    var size = 0L;
    var c = connection.read();
    for (var digits = 0; c != '\r' || digits == 0; c = connection.read(), digits++) {
      var digit = Character.digit(c, 16);
      if (digit < 0 || digits == MOST_DIGITS) {
        if (digits > 0 && (c == ';' || c == ' ' || c == '\t')) {
          c = endOfLine();
          break;
        }
        throw new BadResponse("a chunk has no size");
      }
      size = size * 16 + digit;
    }
    expect('\n');
    return size;
  }

  private int endOfLine() throws IOException {
    var c = connection.read();
    while (c != '\r') {
      if (c == '\n') {
        throw new BadResponse("a chunk's line ends without a carriage return");
      }
      c = connection.read();
    }
    return c;
  }

  private boolean trailers() throws IOException {
    var inLine = 0;
    for (var count = 0; count < MOST_TRAILER; count++) {
      var c = connection.read();
      if (c == '\n') {
        if (inLine == 0) {
          return true;
        }
        inLine = 0;
      } else if (c != '\r') {
        inLine++;
      }
    }
    return false;
  }

  private void expect(char wanted) throws IOException {
    if (connection.read() != wanted) {
      throw new BadResponse("a chunk is longer than its size");
    }
  }
}
