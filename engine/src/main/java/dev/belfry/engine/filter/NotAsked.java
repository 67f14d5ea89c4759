package dev.belfry.engine.filter;

/** A filter was to be asked where there is no time for it. */
public final class NotAsked extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotAsked() {
    super("a filter was not asked in time", null, false, false);
  }
}
