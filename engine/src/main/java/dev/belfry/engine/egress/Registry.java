package dev.belfry.engine.egress;

import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses are global, by default deny: of IPv4 all but the special-purpose registry, of
 * IPv6 only {@code 2000::/3} without what is carved out of it.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6</a>
 */
final class Registry {

  private static final Ranges SPECIAL_V4 =
      Ranges.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32", // a cloud's host, in public space
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final Ranges GLOBAL_V6 = Ranges.of("2000::/3");

  private static final Ranges SPECIAL_V6 =
      Ranges.of(
          "2001::/23", // Teredo, benchmarking, ORCHID and the rest of the protocol assignments
          "2001:db8::/32",
          "2002::/16", // 6to4
          "2620:4f:8000::/48",
          "3fff::/20");

  private static final Ranges METADATA_V4 =
      Ranges.of(
          "100.100.100.200/32",
          "168.63.129.16/32",
          "169.254.42.42/32",
          "169.254.169.0/24",
          "169.254.170.0/24",
          "192.0.0.192/32");

  private static final List<Bits> METADATA_V6 =
      List.of(
          new Bits(false, 0xfd00_0ec2_0000_0000L, 0x23), // fd00:ec2::23
          new Bits(false, 0xfd00_0ec2_0000_0000L, 0x123), // fd00:ec2::123
          new Bits(false, 0xfd00_0ec2_0000_0000L, 0x253), // fd00:ec2::253
          new Bits(false, 0xfd00_0ec2_0000_0000L, 0x254), // fd00:ec2::254
          new Bits(false, 0xfd20_00ce_0000_0000L, 0x254), // fd20:ce::254
          new Bits(false, 0xfd00_0042_0000_0000L, 0x42), // fd00:42::42
          new Bits(false, 0xfd00_00c1_0000_0000L, 0xa9fe_a9feL), // fd00:c1::a9fe:a9fe
          new Bits(false, 0xfe80_0000_0000_0000L, 0xa9fe_a9feL)); // fe80::a9fe:a9fe

  private static final Nat64 WELL_KNOWN = Nat64.parse("64:ff9b::/96");
  private static final Bits LOCAL_NAT64 = new Bits(false, 0x0064_ff9b_0001_0000L, 0);

  private Registry() {}

  /** Whether it may be reached without the operator's leave. */
  static boolean isGlobal(Bits address) {
    if (address.v4()) {
      return !SPECIAL_V4.contains(address.low());
    }
    return GLOBAL_V6.contains(address.high())
        && !SPECIAL_V6.contains(address.high())
        && (!isIsatap(address) || isGlobal(Bits.v4(address.low())));
  }

  /** Whether a cloud answers there with its secrets, in any spelling known to wrap IPv4. */
  static boolean isMetadata(Bits address, List<Nat64> translators) {
    if (address.v4()) {
      return METADATA_V4.contains(address.low());
    }
    return METADATA_V6.contains(address)
        || embedded(address, translators).stream()
            .anyMatch(inside -> METADATA_V4.contains(inside.low()));
  }

  private static List<Bits> embedded(Bits address, List<Nat64> translators) {
    var high = address.high();
    var low = address.low();
    var found = new ArrayList<Bits>();
    if (high == 0 || WELL_KNOWN.contains(address) || isIsatap(address)) {
      found.add(Bits.v4(low)); // compatible, mapped, SIIT, NAT64, ISATAP
    }
    if (high >>> 48 == 0x2002) {
      found.add(Bits.v4(high >>> 16)); // 6to4
    }
    if (high >>> 32 == 0x2001_0000) {
      found.add(Bits.v4(high)); // Teredo's server
      found.add(Bits.v4(~low)); // and its client
    }
    if (address.startsWith(LOCAL_NAT64, 48)) {
      found.add(Bits.v4(low));
      for (var length : new int[] {48, 56, 64}) {
        new Nat64(address, length).embedded(address).ifPresent(found::add);
      }
    }
    for (var translator : translators) {
      if (translator.contains(address)) {
        translator.embedded(address).ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isIsatap(Bits address) {
    return (address.low() >>> 32 & 0xFDFF_FFFFL) == 0x0000_5efe;
  }
}
