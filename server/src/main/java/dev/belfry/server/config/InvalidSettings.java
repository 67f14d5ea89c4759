package dev.belfry.server.config;

import java.util.List;

/** The operator's settings cannot be used. Every fault is named with where it came from. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidSettings(List<String> faults) {
    super(String.join("\n", faults));
  }

  /** A line each: those of the file in its order, then the others. */
  public List<String> faults() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
