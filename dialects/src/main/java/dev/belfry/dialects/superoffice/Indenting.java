package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Writes one JSON object the way the vendor's sender does: two blanks a level, CR LF, characters
 * beyond ASCII as they are (section 6.4). Values come as JSON that was checked before.
 */
final class Indenting {

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private final ByteArrayOutputStream out;
  private boolean empty = true;

  Indenting(int size) {
    out = new ByteArrayOutputStream(size);
    out.write('{');
  }

  Indenting text(String name, String value) {
    begin(name);
    quoted(value);
    return this;
  }

  Indenting number(String name, long value) {
    begin(name);
    out.writeBytes(Long.toString(value).getBytes(US_ASCII));
    return this;
  }

  /** Any value, as JSON; its white space is made ours. */
  Indenting json(String name, byte[] value) {
    begin(name);
    indented(value);
    return this;
  }

  /** The whole object. */
  byte[] end() {
    if (!empty) {
      line(0);
    }
    out.write('}');
    return out.toByteArray();
  }

  private void begin(String name) {
    if (!empty) {
      out.write(',');
    }
    empty = false;
    line(1);
    quoted(name);
    out.write(':');
    out.write(' ');
  }

  private void line(int level) {
    out.writeBytes(LINE_END);
    for (int i = 0; i < level; i++) {
      out.write(' ');
      out.write(' ');
    }
  }

  private void indented(byte[] value) {
    var level = 1;
    for (int i = 0; i < value.length; i++) {
      var b = value[i];
      switch (b) {
        case ' ', '\t', '\r', '\n' -> {
          // ours is written instead
        }
        case '"' -> i = string(value, i);
        case '{', '[' -> {
          out.write(b);
          var close = nextToken(value, i + 1);
          if (value[close] == '}' || value[close] == ']') {
            out.write(value[close]);
            i = close;
          } else {
            line(++level);
          }
        }
        case '}', ']' -> {
          line(--level);
          out.write(b);
        }
        case ',' -> {
          out.write(b);
          line(level);
        }
        case ':' -> {
          out.write(b);
          out.write(' ');
        }
        default -> out.write(b);
      }
    }
  }

  private static int nextToken(byte[] value, int from) {
    var i = from;
    while (value[i] == ' ' || value[i] == '\t' || value[i] == '\r' || value[i] == '\n') {
      i++;
    }
    return i;
  }

  /** Copies a string as it is; answers where it ends. */
  private int string(byte[] value, int start) {
    var end = start + 1;
    while (value[end] != '"') {
      end += value[end] == '\\' ? 2 : 1;
    }
    out.write(value, start, end - start + 1);
    return end;
  }

  private void quoted(String text) {
    out.write('"');
    for (var b : text.getBytes(UTF_8)) {
      switch (b) {
        case '"', '\\' -> {
          out.write('\\');
          out.write(b);
        }
        case '\n' -> escape('n');
        case '\r' -> escape('r');
        case '\t' -> escape('t');
        case '\b' -> escape('b');
        case '\f' -> escape('f');
        default -> {
          if (b >= 0 && b < ' ') {
            out.writeBytes("\\u00".getBytes(US_ASCII));
            out.write(HEX[b >> 4]);
            out.write(HEX[b & 15]);
          } else {
            out.write(b);
          }
        }
      }
    }
    out.write('"');
  }

  private void escape(char letter) {
    out.write('\\');
    out.write(letter);
  }
}
