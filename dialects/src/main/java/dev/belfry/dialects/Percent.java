package dev.belfry.dialects;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, undone strictly: two hex digits after each sign, UTF-8 underneath. */
public final class Percent {

  private Percent() {}

  /**
   * What {@code text} stands for.
   *
   * @throws Refused if it is not properly encoded
   */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = ByteBuffer.allocate(text.length() * 3);
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.put(escaped(text, i));
        i += 3;
      } else {
        var codePoint = text.codePointAt(i);
        bytes.put(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(bytes.flip())
          .toString();
    } catch (CharacterCodingException _) {
      throw malformed();
    }
  }

  private static byte escaped(String text, int at) {
    if (at + 2 >= text.length()) {
      throw malformed();
    }
    var high = Character.digit(text.charAt(at + 1), 16);
    var low = Character.digit(text.charAt(at + 2), 16);
    if (high < 0 || low < 0 || text.charAt(at + 1) > 'f' || text.charAt(at + 2) > 'f') {
      throw malformed();
    }
    return (byte) ((high << 4) | low);
  }

  private static Refused malformed() {
    return new Refused(
        new Refusal.Malformed("a percent sign must be followed by two hex digits of UTF-8 bytes"));
  }
}
