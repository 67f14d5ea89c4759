package dev.belfry.engine.webhook;

/** A value that a webhook cannot have; each dialect words the answer in its vendor's way. */
public final class InvalidWebhook extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * Names the field and what is wrong with it.
   *
   * @param field which one, in our own words: {@code url}, {@code retry/jitter}
   * @param fault what is wrong with it and what would be right, to follow the field's name
   */
  public InvalidWebhook(String field, String fault) {
    super(fault);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
