package dev.belfry.dialects.encoding;

/** A body is not what its content encoding says, or too large when inflated. */
public final class UndecodableBody extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  UndecodableBody(Fault fault) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
  }

  /** What is wrong. */
  public enum Fault {
    /** There is no such encoding here. */
    UNSUPPORTED,
    /** The bytes are not of this encoding. */
    BROKEN,
    /** It inflates to more than was allowed. */
    TOO_LARGE
  }

  public Fault fault() {
    return fault;
  }
}
