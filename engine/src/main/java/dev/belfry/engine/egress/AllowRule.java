package dev.belfry.engine.egress;

import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.regex.Pattern;

/**
 * One block that the operator opens.
 *
 * @param port 0 for all
 */
record AllowRule(Bits prefix, int length, int port) {

  private static final Pattern FORM =
      Pattern.compile("\\[(?<inside>[^\\]]+)](?::(?<port>\\d{1,5}))?|(?<bare>.+)");
  private static final Pattern PORT_LAST =
      Pattern.compile("(?<block>.+/\\d{1,3}|[\\d.]+)(?::(?<port>\\d{1,5}))?");

  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowWildcardedSeparator(false)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .getParentBuilder()
          .toParams();

  /**
   * Reads {@code CIDR[:port]}: {@code 10.0.0.0/8}, {@code 10.1.2.3:443}, {@code fd00::/8}, {@code
   * ::1}, {@code [fd00::/8]:443}, {@code fd00::/8:443}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static AllowRule parse(String text) {
    var block = text.strip();
    var port = 0;
    var form = FORM.matcher(block);
    if (form.matches() && form.group("inside") != null) {
      block = form.group("inside");
      port = port(text, form.group("port"));
    } else {
      var last = PORT_LAST.matcher(block);
      if (last.matches()) {
        block = last.group("block");
        port = port(text, last.group("port"));
      }
    }
    var address = new IPAddressString(block, STRICT).getAddress();
    if (address == null || (!address.isPrefixed() && address.isMultiple())) {
      throw fault(text);
    }
    var length = address.getNetworkPrefixLength();
    var whole = address.isIPv4() ? 32 : 128;
    var lowest = length == null ? address : address.toPrefixBlock().getLower();
    return new AllowRule(Bits.of(lowest.getBytes()), length == null ? whole : length, port);
  }

  boolean covers(Bits address, int toPort) {
    return (port == 0 || port == toPort) && address.startsWith(prefix, length);
  }

  private static int port(String text, String digits) {
    if (digits == null) {
      return 0;
    }
    var port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw fault(text);
    }
    return port;
  }

  private static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException(
        "'%s' is no CIDR[:port], such as 10.0.0.0/8 or 10.1.2.3/32:443".formatted(text));
  }
}
