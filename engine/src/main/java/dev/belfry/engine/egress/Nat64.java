package dev.belfry.engine.egress;

import inet.ipaddr.IPAddressString;
import java.util.Optional;
import java.util.Set;

/**
 * A prefix under which a network translates to IPv4.
 *
 * @param length 32, 40, 48, 56, 64 or 96
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6052#section-2.2">RFC 6052, section 2.2</a>
 */
record Nat64(Bits prefix, int length) {

  private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

  /**
   * @throws IllegalArgumentException if it is no IPv6 block of one of the six lengths
   */
  static Nat64 parse(String text) {
    var address = new IPAddressString(text.strip()).getAddress();
    if (address == null
        || !address.isIPv6()
        || address.getNetworkPrefixLength() == null
        || !LENGTHS.contains(address.getNetworkPrefixLength())) {
      throw new IllegalArgumentException(
          "'%s' is no NAT64 prefix: an IPv6 block of /32, /40, /48, /56, /64 or /96 is"
              .formatted(text));
    }
    return new Nat64(Bits.of(address.getLower().getBytes()), address.getNetworkPrefixLength());
  }

  boolean contains(Bits address) {
    return address.startsWith(prefix, length);
  }

  /** The IPv4 address inside; none if bits 64 to 71 are set, which the layout forbids. */
  Optional<Bits> embedded(Bits address) {
    if (length == 96) {
      return Optional.of(Bits.v4(address.low()));
    }
    if (address.low() >>> 56 != 0) {
      return Optional.empty();
    }
    var inHigh = 64 - length;
    var fromHigh = inHigh == 0 ? 0 : address.high() << (32 - inHigh);
    var inLow = 32 - inHigh;
    var fromLow = inLow == 0 ? 0 : (address.low() << 8) >>> (64 - inLow);
    return Optional.of(Bits.v4(fromHigh | fromLow));
  }
}
