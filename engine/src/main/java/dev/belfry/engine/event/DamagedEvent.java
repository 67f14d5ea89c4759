package dev.belfry.engine.event;

/** What is stored is not what was accepted: its checksum does not fit. */
public final class DamagedEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient EventId id;

  public DamagedEvent(EventId id) {
    super("event " + id + " is damaged: its checksum does not fit what is stored");
    this.id = id;
  }

  public EventId id() {
    return id;
  }
}
