package dev.belfry.dialects.belfry;

import java.nio.file.Path;
import java.util.List;

/** What the operator can have done to the running store. */
public interface Upkeep {

  /**
   * Writes a copy of the store, complete and consistent, while work goes on.
   *
   * @param file absolute; must not be there yet
   * @param withKey whether the master key is put beside it
   * @throws UpkeepRefused if the file is there already, or cannot be written
   */
  void backup(Path file, boolean withKey);

  /** Reads everything and tells what is wrong, a line each; empty if nothing is. */
  List<String> verify();
}
