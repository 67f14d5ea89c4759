package dev.belfry.engine.egress;

import java.nio.ByteBuffer;

/**
 * An address as numbers.
 *
 * @param v4 whether it is IPv4; then {@code low} is all of it
 */
record Bits(boolean v4, long high, long low) {

  private static final long LOW_32 = 0xFFFF_FFFFL;

  static Bits of(byte[] address) {
    var buffer = ByteBuffer.wrap(address);
    return address.length == 4
        ? v4(buffer.getInt())
        : new Bits(false, buffer.getLong(), buffer.getLong());
  }

  static Bits v4(long address) {
    return new Bits(true, 0, address & LOW_32);
  }

  /** Whether the first {@code length} bits are those of {@code prefix}, of the same family. */
  boolean startsWith(Bits prefix, int length) {
    if (v4 != prefix.v4) {
      return false;
    }
    if (v4) {
      return length == 0 || (low ^ prefix.low) >>> (32 - length) == 0;
    }
    if (length <= 64) {
      return length == 0 || (high ^ prefix.high) >>> (64 - length) == 0;
    }
    return high == prefix.high && (low ^ prefix.low) >>> (128 - length) == 0;
  }
}
