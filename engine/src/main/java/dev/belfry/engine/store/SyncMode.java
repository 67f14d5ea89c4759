package dev.belfry.engine.store;

/** When a commit counts as done. Anything but {@link #FULL} can lose what was acknowledged. */
public enum SyncMode {
  /** Each commit is synced to disk before it returns: the only safe choice. */
  FULL(2),
  /** Only checkpoints sync. For tests that must show a loss. */
  NORMAL(1),
  /** Nothing syncs. For tests that must show a loss. */
  OFF(0);

  private final int pragma;

  SyncMode(int pragma) {
    this.pragma = pragma;
  }

  /** The value SQLite gives back for {@code pragma synchronous}. */
  int pragma() {
    return pragma;
  }
}
