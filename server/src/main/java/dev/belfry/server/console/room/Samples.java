package dev.belfry.server.console.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that check a signature, to copy. A test runs them. */
public final class Samples {

  /**
   * One of them.
   *
   * @param language for people
   * @param id for its tab
   */
  public record Sample(String language, String id, String code) {}

  private static final List<Sample> VERIFYING =
      List.of(
          sample("JavaScript", "js", "verify.mjs"),
          sample("Python", "py", "verify.py"),
          sample("Java", "java", "Verify.java"),
          sample("curl", "curl", "verify.sh"));

  private Samples() {}

  static List<Sample> verifying() {
    return VERIFYING;
  }

  private static Sample sample(String language, String id, String file) {
    try (var in = Samples.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      return new Sample(
          language, id, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
