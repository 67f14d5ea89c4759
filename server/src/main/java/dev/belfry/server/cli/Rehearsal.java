package dev.belfry.server.cli;

import dev.belfry.server.Program;
import dev.belfry.server.config.SettingsReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One start on an empty folder, a few requests, and an orderly end. The launcher runs it after a
 * build with {@code -XX:AOTCacheOutput}, so that the JVM can keep loaded and linked classes.
 */
final class Rehearsal {

  private static final List<String> PATHS =
      List.of("/readyz", "/metrics", "/version", "/v1/webhooks");

  private Rehearsal() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("belfry-rehearsal");
    try {
      Belfry.execute("serve", "--help");
      play(folder);
    } finally {
      delete(folder);
    }
  }

  private static void play(Path folder) throws IOException, InterruptedException {
    var flags = Map.of("port", "0", "data", folder.resolve("data").toString());
    try (var program =
            Program.start(SettingsReader.read(true, flags, Map.of(), null), true, _ -> {});
        var client = HttpClient.newHttpClient()) {
      for (var path : PATHS) {
        client.send(
            HttpRequest.newBuilder(program.address().resolve(path)).build(),
            BodyHandlers.discarding());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
