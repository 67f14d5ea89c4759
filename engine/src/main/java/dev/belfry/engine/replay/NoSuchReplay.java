package dev.belfry.engine.replay;

/** The tenant has no replay of this id. */
public final class NoSuchReplay extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchReplay(String message) {
    super(message);
  }
}
