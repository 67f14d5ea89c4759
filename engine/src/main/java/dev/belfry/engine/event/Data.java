package dev.belfry.engine.event;

/**
 * What an event carries, as the bytes that came in.
 *
 * @param kind how the bytes are to be understood
 * @param bytes kept and sent unchanged; never modified
 */
public record Data(Kind kind, byte[] bytes) {

  public static final Data NONE = new Data(Kind.NONE, new byte[0]);

  /** How the bytes of {@link Data} are to be understood. */
  public enum Kind {
    /** The event carries nothing. */
    NONE,
    /** One JSON value in UTF-8, checked when it came in. */
    JSON,
    /** Anything else; in JSON written as {@code data_base64}. */
    BINARY
  }

  public static Data json(byte[] bytes) {
    return new Data(Kind.JSON, bytes);
  }

  public static Data binary(byte[] bytes) {
    return new Data(Kind.BINARY, bytes);
  }
}
