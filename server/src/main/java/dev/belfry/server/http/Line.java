package dev.belfry.server.http;

import java.nio.charset.StandardCharsets;

/** One line as it came in; a view that is good until the next read. */
record Line(byte[] bytes, int from, int to) {

  int length() {
    return to - from;
  }

  boolean isEmpty() {
    return from == to;
  }

  byte first() {
    return bytes[from];
  }

  /** Where {@code wanted} stands at or after {@code start}; -1 if nowhere. */
  int find(char wanted, int start) {
    for (int i = start; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  String text(int start, int stop) {
    return new String(bytes, start, stop - start, StandardCharsets.ISO_8859_1);
  }
}
