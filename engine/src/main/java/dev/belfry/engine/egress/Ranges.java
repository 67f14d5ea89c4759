package dev.belfry.engine.egress;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A set of address blocks that do not overlap, compared as unsigned numbers: the whole address for
 * IPv4, the upper 64 bits for IPv6.
 */
final class Ranges {

  private final long[] firsts;
  private final long[] lasts;

  private Ranges(long[] firsts, long[] lasts) {
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /** Of CIDR blocks; those of IPv6 must be /64 or wider. */
  static Ranges of(String... blocks) {
    var sorted =
        Arrays.stream(blocks)
            .map(block -> new IPAddressString(block).getAddress())
            .sorted(Comparator.comparing(block -> new BigInteger(1, block.getLower().getBytes())))
            .toArray(IPAddress[]::new);
    var firsts = new long[sorted.length];
    var lasts = new long[sorted.length];
    for (var i = 0; i < sorted.length; i++) {
      firsts[i] = number(sorted[i].getLower()) ^ Long.MIN_VALUE;
      lasts[i] = number(sorted[i].getUpper()) ^ Long.MIN_VALUE;
    }
    return new Ranges(firsts, lasts);
  }

  private static long number(IPAddress address) {
    var value = new BigInteger(1, address.getBytes());
    return address.isIPv4() ? value.longValueExact() : value.shiftRight(64).longValue();
  }

  boolean contains(long number) {
    var signed = number ^ Long.MIN_VALUE;
    var at = Arrays.binarySearch(firsts, signed);
    return at >= 0 || (at < -1 && signed <= lasts[-at - 2]);
  }
}
