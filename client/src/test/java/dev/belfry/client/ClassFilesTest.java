package dev.belfry.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Programs that send events may run on an older Java than the server. */
class ClassFilesTest {

  private static final int JAVA_17 = 61;

  @Test
  void when_the_client_is_built_then_java_17_can_load_every_class_of_it() throws Exception {
    var folder = Path.of(Belfry.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(folder)) {
      var classes = files.filter(file -> file.toString().endsWith(".class")).toList();

      assertThat(classes).hasSizeGreaterThan(3).allMatch(file -> version(file) == JAVA_17);
    }
  }

  private static int version(Path file) {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt(); // the magic number
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
