package dev.belfry.engine.accept;

import java.util.List;

/** Events of the same source and id were accepted before, with other content. */
public final class IdempotencyConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** More are not looked for: nobody mends more at a time. */
  static final int MOST = 100;

  private final transient List<Integer> indexes;

  /**
   * Names the events.
   *
   * @param indexes of events among those handed in together, ascending: all, or the first hundred
   */
  public IdempotencyConflict(List<Integer> indexes) {
    super("an event with this source and id was accepted before, with other content");
    this.indexes = List.copyOf(indexes);
  }

  public List<Integer> indexes() {
    return indexes;
  }
}
