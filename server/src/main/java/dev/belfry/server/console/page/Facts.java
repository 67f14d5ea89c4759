package dev.belfry.server.console.page;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What pages tell about the server itself.
 *
 * @param unsafe what was allowed that a server in use should not allow, a sentence each
 * @param sections the settings and how things stand, asked for each time
 * @param operations {@code POST /v1/replays} and the like: what our own API can do
 */
public record Facts(
    String version,
    boolean dev,
    List<String> unsafe,
    Supplier<List<Section>> sections,
    Set<String> operations) {

  public Facts {
    unsafe = List.copyOf(unsafe);
    operations = Set.copyOf(operations);
  }

  /** Some lines under a heading. */
  public record Section(String title, List<Line> lines) {
    public Section {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One of them.
   *
   * @param bad whether the operator should do something about it
   */
  public record Line(String name, String value, boolean bad) {}

  public boolean can(String operation) {
    return operations.contains(operation);
  }
}
