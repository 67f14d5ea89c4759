package dev.belfry.server.http;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param bits how many leading bits of {@code address} count
 */
public record Network(InetAddress address, int bits) {

  public Network {
    if (bits < 0 || bits > address.getAddress().length * 8) {
      throw new IllegalArgumentException("the prefix is longer than the address");
    }
  }

  /**
   * Reads a range as operators write it.
   *
   * @param text {@code 10.0.0.0/8}, or an address alone
   * @throws IllegalArgumentException if it is neither
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = address.getAddress().length * 8;
    return new Network(
        address, slash < 0 ? all : Integer.parseInt(text, slash + 1, text.length(), 10));
  }

  boolean contains(InetAddress other) {
    var mine = address.getAddress();
    var theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
