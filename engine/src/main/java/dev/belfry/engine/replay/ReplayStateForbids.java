package dev.belfry.engine.replay;

/** The replay, or its webhook, is in a state that does not allow it. */
public final class ReplayStateForbids extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ReplayStateForbids(String message) {
    super(message);
  }
}
