package dev.belfry.server.cli;

import dev.belfry.server.Failure;
import dev.belfry.server.MasterKeyRotation;
import dev.belfry.server.Upkeeper;
import dev.belfry.server.config.Settings.Storage;
import dev.belfry.server.config.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is done to a store that no server has open. */
final class StoreTasks {

  private StoreTasks() {}

  static void backup(Path folder, Path file, boolean withKey) {
    Upkeeper.ofClosed(storage(folder)).backup(file, withKey);
  }

  static List<String> verify(Path folder) {
    return Upkeeper.ofClosed(storage(folder)).verify();
  }

  static String backupRequest(Path file, boolean withKey) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", file.toString())
        .put("withKey", withKey)
        .toString();
  }

  static Optional<Path> rotateMasterKey(Path folder, Optional<String> newKey) {
    return MasterKeyRotation.run(storage(folder), newKey, _ -> {});
  }

  private static Storage storage(Path folder) {
    if (!Files.exists(folder.resolve("belfry.db"))) {
      throw new Failure(
          folder + " holds no store; name the folder of one with --data, or a server with --url");
    }
    var flags = Map.of("data", folder.toString());
    return SettingsReader.read(false, flags, System.getenv(), null).storage();
  }
}
