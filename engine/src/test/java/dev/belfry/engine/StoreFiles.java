package dev.belfry.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the files of a store contain, seen from outside while it is open. */
final class StoreFiles {

  private StoreFiles() {}

  static List<Path> with(Path folder, String text) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> contains(file, text)).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looked at by another process: closing the file here would drop the locks of the store. */
  private static boolean contains(Path file, String text) {
    try {
      var process =
          new ProcessBuilder("grep", "-c", "-a", "-F", text, file.toString())
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
