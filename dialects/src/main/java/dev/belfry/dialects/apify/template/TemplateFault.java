package dev.belfry.dialects.apify.template;

/** A template cannot be filled in; the message is the vendor's. */
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final int position;

  /**
   * @param position of the character where it was noticed, counted from 0
   */
  TemplateFault(Kind kind, String message, int position) {
    super(message, null, false, false);
    this.kind = kind;
    this.position = position;
  }

  /** What is wrong. */
  public enum Kind {
    /** It is not JSON once its variables are filled in. */
    JSON,
    /** It has a variable that there is none of. */
    VARIABLE,
    /** Filling it in takes more than it may. */
    TOO_LARGE
  }

  public Kind kind() {
    return kind;
  }

  /** Of the character where it was noticed, counted from 0. */
  public int position() {
    return position;
  }

  /** The same, noticed elsewhere. */
  TemplateFault at(int elsewhere) {
    return new TemplateFault(kind, String.valueOf(getMessage()), elsewhere);
  }
}
