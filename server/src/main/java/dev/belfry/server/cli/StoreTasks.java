package dev.belfry.server.cli;

import dev.belfry.server.Failure;
import dev.belfry.server.Upkeeper;
import dev.belfry.server.config.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is done to a store that no server has open. */
final class StoreTasks {

  private StoreTasks() {}

  static void backup(Path folder, Path file, boolean withKey) {
    try (var upkeeper = open(folder)) {
      upkeeper.backup(file, withKey);
    }
  }

  static List<String> verify(Path folder) {
    try (var upkeeper = open(folder)) {
      return upkeeper.verify();
    }
  }

  static String backupRequest(Path file, boolean withKey) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", file.toString())
        .put("withKey", withKey)
        .toString();
  }

  private static Upkeeper open(Path folder) {
    if (!Files.exists(folder.resolve("belfry.db"))) {
      throw new Failure("no server runs, and " + folder + " holds no store");
    }
    var flags = Map.of("data", folder.toString());
    return Upkeeper.open(SettingsReader.read(false, flags, System.getenv(), null).storage());
  }
}
