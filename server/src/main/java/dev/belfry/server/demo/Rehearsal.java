package dev.belfry.server.demo;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.server.listen.Listener;
import dev.belfry.server.listen.Listener.Manners;
import dev.belfry.server.listen.PeopleForm;
import dev.belfry.server.listen.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteDataSource;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The demonstration on free ports and an empty folder, from start to end. The launcher runs it
 * after a build with {@code -XX:AOTCacheOutput}, so that the JVM keeps what it learned: loaded and
 * linked classes, and which methods are busy.
 */
final class Rehearsal {

  private static final List<String> PATHS =
      List.of("/readyz", "/metrics", "/version", "/", "/none");
  private static final int TIMES = 20;

  private Rehearsal() {}

  /**
   * Ends with an exception if not all arrived.
   *
   * @param args a folder, in which SQLite's library is put, so that no start unpacks it again
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1) {
      unpackLibrary(Path.of(args[0]));
    }
    var folder = Files.createTempDirectory("belfry-rehearsal-");
    try {
      play(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void unpackLibrary(Path folder) throws IOException {
    var name = LibraryLoaderUtil.getNativeLibName();
    try (var library =
        SQLiteDataSource.class.getResourceAsStream(
            LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
      if (library != null) {
        Files.createDirectories(folder);
        Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        System.setProperty("org.sqlite.lib.path", folder.toString());
        System.setProperty("org.sqlite.lib.name", name);
      }
    }
  }

  private static void play(Path folder) throws IOException, InterruptedException {
    Story story = new BelfryStory();
    var arrivals = new Arrivals(List.of(story));
    var flags = Map.of("port", "0", "data", folder.resolve("data").toString());
    var signatures = new Signatures(List.of(story.scheme()), List.of(story.secret()));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var manners = new Manners(signatures, 200, Duration.ZERO, List.of());
    try (var program =
            Program.start(SettingsReader.read(true, flags, Map.of(), null), true, _ -> {});
        var listener =
            Listener.start(
                address,
                manners,
                InstantSource.system(),
                received -> {
                  System.out.println(PeopleForm.of(received));
                  arrivals.note(received);
                });
        var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      PATHS.forEach(api::get);
      for (int i = 0; i < TIMES; i++) {
        story.tell(api, listener.url());
      }
      var missing = arrivals.await(Duration.ofSeconds(30));
      if (!missing.isEmpty()) {
        throw new IllegalStateException("did not arrive: " + missing);
      }
    }
  }
}
