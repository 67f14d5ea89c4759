package dev.belfry.engine.egress;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the host of a URL. Only one spelling of each address is accepted; every other is refused
 * rather than decoded, since parsers disagree on them.
 */
final class HostReader {

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
  private static final Set<String> INNER_TOPS =
      Set.of("localhost", "local", "internal", "lan", "corp", "onion");
  private static final int LONGEST_NAME = 253;

  private HostReader() {}

  static Host read(String text) {
    if (text.isEmpty()) {
      throw new BadUrl("has no host");
    }
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    var name = ascii(text).toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    var labels = name.split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      return ipv4(text);
    }
    for (var label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new BadUrl("has a host that is no name: letters, digits and hyphens between dots");
      }
    }
    if (name.length() > LONGEST_NAME) {
      throw new BadUrl("has a host of over 253 characters");
    }
    return new Host.Name(name, isInner(name, labels));
  }

  private static boolean isInner(String name, String[] labels) {
    return labels.length == 1
        || INNER_TOPS.contains(labels[labels.length - 1])
        || name.equals("home.arpa")
        || name.endsWith(".home.arpa");
  }

  private static Host ipv4(String text) {
    if (!DOTTED_QUAD.matcher(text).matches()) {
      throw new BadUrl("has an IPv4 address that is not written as four decimal numbers");
    }
    return new Host.Literal(InetAddress.ofLiteral(text), text);
  }

  private static Host ipv6(String text) {
    if (!text.endsWith("]") || text.contains("%")) {
      throw new BadUrl("has an IPv6 address with a zone or without its closing bracket");
    }
    var inside = text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    try {
      var address = new IPAddressString(inside).toAddress();
      if (!(address instanceof IPv6Address v6)
          || v6.isMultiple()
          || !v6.toCanonicalString().equals(inside)) {
        throw new BadUrl("has an IPv6 address that is not written in its shortest form");
      }
      if (v6.isIPv4Mapped()) {
        throw new BadUrl("has an IPv4 address dressed up as IPv6");
      }
      return new Host.Literal(InetAddress.ofLiteral(inside), "[" + inside + "]");
    } catch (AddressStringException _) {
      throw new BadUrl("has brackets around what is no IPv6 address");
    }
  }

  /** Unicode labels as {@code xn--…}; refused if any character had to be mapped to another. */
  private static String ascii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    var labels = text.split("\\.", -1);
    for (var i = 0; i < labels.length; i++) {
      labels[i] = asciiLabel(labels[i]);
    }
    return String.join(".", labels);
  }

  private static String asciiLabel(String label) {
    if (label.chars().allMatch(c -> c < 0x80)) {
      return label;
    }
    var lower = label.toLowerCase(Locale.ROOT);
    try {
      var ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES);
      if (ascii.startsWith("xn--")
          && IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(lower)) {
        return ascii;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new BadUrl("has a host with characters that names cannot have; write it as xn--…");
  }
}
