package dev.belfry.engine.egress;

import java.util.List;

/** Ways in which some reader or other takes a text for an IPv4 address (T43). */
final class Spellings {

  private Spellings() {}

  static List<String> of(int address) {
    var a = address >>> 24;
    var b = address >>> 16 & 255;
    var c = address >>> 8 & 255;
    var d = address & 255;
    var low16 = address & 0xFFFF;
    var low24 = address & 0xFFFFFF;
    var whole = Integer.toUnsignedString(address);
    var quad = a + "." + b + "." + c + "." + d;
    var hex = Integer.toHexString(a << 8 | b) + ":" + Integer.toHexString(c << 8 | d);
    var wide = quad.codePoints().map(x -> x == '.' ? x : x - '0' + 0xFF10);
    return List.of(
        quad,
        quad + ".",
        quad + "..",
        whole,
        whole + ".",
        "0x%08x".formatted(address),
        "0X%08X".formatted(address),
        "0x00000000%08x".formatted(address),
        "0" + Integer.toOctalString(address),
        "000" + Integer.toOctalString(address),
        a + "." + low24,
        a + "." + b + "." + low16,
        "0x%x.%d".formatted(a, low24),
        "0x%x.%d.%d.%d".formatted(a, b, c, d),
        "0x%x.0x%x.0x%x.0x%x".formatted(a, b, c, d),
        "%d.%d.%d.0x%x".formatted(a, b, c, d),
        "%d.%d.0x%x".formatted(a, b, low16),
        "0%o.%d.%d.%d".formatted(a, b, c, d),
        "0%o.0%o.0%o.0%o".formatted(a, b, c, d),
        "%d.%d.%d.0%o".formatted(a, b, c, d),
        "%03d.%03d.%03d.%03d".formatted(a, b, c, d),
        "%d.%d.%d.%d".formatted(a + 256, b, c, d),
        "%d.%d.%d.%d".formatted(a, b, c, d + 256),
        Long.toString((address & 0xFFFFFFFFL) + (1L << 32)),
        quad.replace(".", "%2e"),
        quad.replace(".", "%2E"),
        quad.replace(".", "\u3002"),
        quad.replace(".", "\uff0e"),
        quad.replace(".", "\uff61"),
        wide.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString(),
        "%" + Integer.toHexString(quad.charAt(0)) + quad.substring(1),
        "[::ffff:" + quad + "]",
        "[::ffff:" + hex + "]",
        "[0:0:0:0:0:ffff:" + hex + "]",
        "[::FFFF:" + hex + "]",
        "[::" + quad + "]",
        "[::" + hex + "]",
        "[::ffff:0:" + hex + "]",
        "[" + quad + "]",
        "[64:ff9b::" + hex + "]",
        "[64:ff9b::" + quad + "]",
        "[2002:" + hex + "::]",
        "a@" + quad,
        "example.com@" + quad,
        "example.com%40" + quad,
        "example.com\\@" + quad,
        quad + "\\.example.com",
        "+" + quad,
        " " + quad,
        quad + "%00.example.com");
  }
}
