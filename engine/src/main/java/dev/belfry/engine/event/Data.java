package dev.belfry.engine.event;

/**
 * What an event carries, as the bytes that came in.
 *
 * @param kind how the bytes are to be understood
 * @param bytes kept and sent unchanged; never modified
 */
public record Data(Kind kind, byte[] bytes) {

  public static final Data NONE = new Data(Kind.NONE, new byte[0]);
  public static final Data ERASED = new Data(Kind.ERASED, new byte[0]);

  /** How the bytes of {@link Data} are to be understood; the codes are kept in the store. */
  public enum Kind {
    /** The event carries nothing. */
    NONE(0),
    /** One JSON value in UTF-8, checked when it came in. */
    JSON(1),
    /** Anything else; in JSON written as {@code data_base64}. */
    BINARY(2),
    /** What it carried was erased: it must not be sent any more. */
    ERASED(3);

    private static final Kind[] BY_CODE = {NONE, JSON, BINARY, ERASED};

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** By its code. */
    public static Kind of(long code) {
      return BY_CODE[(int) code];
    }
  }

  public static Data json(byte[] bytes) {
    return new Data(Kind.JSON, bytes);
  }

  public static Data binary(byte[] bytes) {
    return new Data(Kind.BINARY, bytes);
  }
}
