package dev.belfry.engine.accept;

/** An event of the same source and id was accepted before, with other content. */
public final class IdempotencyConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;

  /**
   * Names the event.
   *
   * @param index of the event among those handed in together
   */
  public IdempotencyConflict(int index) {
    super("an event with this source and id was accepted before, with other content");
    this.index = index;
  }

  public int index() {
    return index;
  }
}
