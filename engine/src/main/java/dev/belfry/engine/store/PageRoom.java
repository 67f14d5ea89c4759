package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * What a page of a list may take in memory: rows are of very different sizes, so their number alone
 * bounds nothing. A page ends with the row that fills it, and has at least one.
 */
public final class PageRoom {

  /** About what the rows of one page may take together. */
  public static final int BYTES = 2 * 1024 * 1024;

  private long left = BYTES;

  /**
   * Notes a row that is in the page.
   *
   * @param characters of all its texts
   * @return whether there is room for another
   */
  public boolean take(long characters) {
    left -= characters;
    return left > 0;
  }

  /** The length of a text that may be absent. */
  public static long of(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
