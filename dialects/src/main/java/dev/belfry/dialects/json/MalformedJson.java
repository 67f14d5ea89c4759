package dev.belfry.dialects.json;

/** The bytes are not JSON, or JSON that readers would understand in different ways. */
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * @param fault what is wrong, to follow "the body": {@code has a byte that …}
   * @param offset of the byte where it was noticed, from 0
   */
  MalformedJson(String fault, int offset) {
    super(fault, null, false, false);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
