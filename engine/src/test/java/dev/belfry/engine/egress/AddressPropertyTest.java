package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** T42 and T44: the fast judge against a table written down a second time and read by a library. */
class AddressPropertyTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final int SHARE = LONG ? 1 : 100;

  /** The registries' tables: what they list, whatever they say of its reach. */
  private static final List<IPAddress> NOT_GLOBAL =
      Stream.of(
              "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12",
              "192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24",
              "192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24",
              "224.0.0.0/4 240.0.0.0/4 168.63.129.16/32",
              "::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20")
          .flatMap(line -> Stream.of(line.split(" ")))
          .map(block -> new IPAddressString(block).getAddress())
          .toList();

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private int disagreements;

  @Test
  void T42_when_ipv4_addresses_are_judged_then_table_and_judge_agree() throws Exception {
    for (var network = 0; network < 1 << 24; network += LONG ? 1 : 97) {
      check(v4(network << 8 | random.nextInt(256)));
    }
    for (var i = 0; i < 10_000_000 / SHARE; i++) {
      check(v4(random.nextInt()));
    }

    assertThat(disagreements).as("seed %d", seed).isZero();
  }

  @Test
  void T42_when_ipv6_addresses_are_judged_then_table_and_judge_agree() throws Exception {
    for (var block : NOT_GLOBAL) {
      if (block.isIPv6()) {
        for (var i = 0; i < 1_000_000 / SHARE / 10; i++) {
          check(inside(block));
        }
      }
    }
    var global = new IPAddressString("2000::/3").getAddress();
    for (var i = 0; i < 1_000_000 / SHARE; i++) {
      check(inside(global));
    }

    assertThat(disagreements).as("seed %d", seed).isZero();
  }

  @Test
  void T42_when_the_edges_of_blocks_are_judged_then_table_and_judge_agree() throws Exception {
    var edges = new ArrayList<IPAddress>();
    for (var block : NOT_GLOBAL) {
      edges.add(block.getLower());
      edges.add(block.getUpper());
      if (!block.getLower().isZero()) {
        edges.add(block.getLower().increment(-1));
      }
      if (!block.getUpper().isMax()) {
        edges.add(block.getUpper().increment(1));
      }
    }

    for (var edge : edges) {
      check(edge);
    }

    assertThat(disagreements).isZero();
    assertThat(edges).hasSizeGreaterThan(100);
  }

  @Test
  void T43_when_an_address_is_spelled_in_other_ways_then_it_is_refused_or_judged_the_same() {
    var policy = EgressPolicy.of(List.of(), true, List.of());
    for (var i = 0; i < (LONG ? 100_000 : 2_000); i++) {
      var address = random.nextBoolean() ? random.nextInt() : 0x7f000000 | random.nextInt(1 << 24);
      var canonical = policy.judgeUrl("http://" + v4(address).toCanonicalString() + "/");
      for (var spelling : Spellings.of(address)) {
        var verdict = policy.judgeUrl("http://" + spelling + "/");
        assertThat(verdict instanceof Verdict.Refused || verdict.equals(canonical))
            .as("%s, seed %d", spelling, seed)
            .isTrue();
      }
    }
    assertThat(Spellings.of(1)).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void T44_when_public_addresses_are_asked_for_then_none_is_refused() throws Exception {
    var asked = 0;
    while (asked < 100_000) {
      var address = v4(random.nextInt());
      if (isGlobal(address)) {
        asked++;
        assertThat(EgressPolicy.STRICT.judgeUrl("https://" + address.toCanonicalString() + "/"))
            .as("seed %d", seed)
            .isInstanceOf(Verdict.Allowed.class);
      }
    }
  }

  private void check(IPAddress address) throws UnknownHostException {
    var judged = EgressPolicy.STRICT.allows(InetAddress.getByAddress(address.getBytes()), 443);
    if (judged != isGlobal(address)) {
      disagreements++;
    }
  }

  private static boolean isGlobal(IPAddress address) {
    return NOT_GLOBAL.stream().noneMatch(block -> block.contains(address));
  }

  private static IPv4Address v4(int address) {
    return new IPv4Address(address);
  }

  private IPAddress inside(IPAddress block) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    var low = block.getLower().getBytes();
    var mask = block.getNetworkMask().getBytes();
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (low[i] | (bytes[i] & ~mask[i]));
    }
    return new IPv6Address(bytes);
  }
}
