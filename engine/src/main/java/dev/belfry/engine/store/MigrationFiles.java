package dev.belfry.engine.store;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * The migrations this program brings along, with the checksums Flyway keeps of them. Starting
 * Flyway costs about 1 s of CPU: comparing its history with these tells whether it has anything to
 * do.
 */
final class MigrationFiles {

  private static final ClassLoader LOADER = MigrationFiles.class.getClassLoader();

  private MigrationFiles() {}

  /** Name of the script → Flyway's checksum of it. */
  static Map<String, Long> checksums(String folder) throws IOException {
    var found = new HashMap<String, Long>();
    for (var name : names(folder)) {
      try (var in = Objects.requireNonNull(LOADER.getResourceAsStream(folder + "/" + name))) {
        found.put(name, checksum(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  /** As Flyway does it: a CRC32 of the lines without what separates them. */
  private static long checksum(String text) {
    var crc = new CRC32();
    text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }

  private static List<String> names(String folder) throws IOException {
    var url = LOADER.getResource(folder);
    if (url == null) {
      throw new IOException("no folder " + folder + " on the class path");
    }
    var all =
        url.openConnection() instanceof JarURLConnection jar ? inJar(jar, folder) : inFolder(url);
    return all.stream().filter(name -> name.endsWith(".sql")).toList();
  }

  private static List<String> inJar(JarURLConnection jar, String folder) throws IOException {
    return jar.getJarFile().stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(folder + "/"))
        .map(name -> name.substring(folder.length() + 1))
        .toList();
  }

  private static List<String> inFolder(URL url) throws IOException {
    try (var files = Files.list(Path.of(url.toURI()))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
