package dev.belfry.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clone that the bench belongs to. */
final class Home {

  private Home() {}

  /**
   * The nearest folder upwards that holds {@code pom.xml} and {@code bench/pom.xml}.
   *
   * @throws IllegalStateException if there is none
   */
  static Path find(Path from) {
    for (var folder = from; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("pom.xml"))
          && Files.exists(folder.resolve("bench/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("run this inside a clone of Belfry");
  }
}
