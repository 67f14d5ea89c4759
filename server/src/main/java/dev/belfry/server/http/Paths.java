package dev.belfry.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Judges the percent-encoding of paths; routing undoes it, segment by segment. */
final class Paths {

  private Paths() {}

  /**
   * Lets a well-formed path pass.
   *
   * @throws Refusal 400 for half an escape, an encoded NUL, or bytes that are no UTF-8
   */
  static void check(String path) {
    if (path.indexOf('%') < 0) {
      return;
    }
    var bytes = ByteBuffer.allocate(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        bytes.put(escaped(path, i));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
    } catch (CharacterCodingException _) {
      throw Refusal.malformed("The path is not UTF-8.");
    }
  }

  private static byte escaped(String path, int percent) {
    if (percent + 2 >= path.length()
        || !HexFormat.isHexDigit(path.charAt(percent + 1))
        || !HexFormat.isHexDigit(path.charAt(percent + 2))) {
      throw Refusal.malformed("The path has a percent sign without two hex digits.");
    }
    int value = HexFormat.fromHexDigits(path, percent + 1, percent + 3);
    if (value == 0) {
      throw Refusal.malformed("The path has an encoded NUL.");
    }
    return (byte) value;
  }
}
