package dev.belfry.engine.event;

/** An event about to be accepted. */
public record NewEvent(Attributes attributes, Data data) {

  /** About what it takes in memory, in bytes. */
  public int size() {
    return data.bytes().length + 512;
  }
}
