package dev.belfry.engine.accept;

/**
 * Filters would take longer for the events of one request than they may at once, even after a rest:
 * it can only pass in smaller parts. Nothing of it was kept.
 */
public final class TooCostly extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Tells how far it came.
   *
   * @param judged how many of the events used up what there is
   * @param events how many there are
   */
  TooCostly(int judged, int events) {
    super(
        "the filters of the tenant's webhooks take too long for these "
            + events
            + " events: the first "
            + judged
            + " used up what they may take at once");
  }
}
