package dev.belfry.junit;

import dev.belfry.server.Program;
import dev.belfry.server.config.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a Belfry for the tests of a class, on a free port and an empty folder, and ends it after
 * them. It runs as with {@code serve --dev}: targets on loopback are allowed.
 *
 * <pre>{@code
 * @RegisterExtension static final BelfryExtension belfry = BelfryExtension.dev();
 * }</pre>
 */
public final class BelfryExtension implements BeforeAllCallback, AfterAllCallback {

  private final Map<String, String> variables;
  private @Nullable Program program;
  private @Nullable Path folder;

  private BelfryExtension(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** With the usual settings. */
  public static BelfryExtension dev() {
    return new BelfryExtension(Map.of());
  }

  /**
   * The same with one setting more.
   *
   * @param variable as in the environment: {@code BELFRY_TIME_SCALE}
   */
  public BelfryExtension with(String variable, String value) {
    var more = new HashMap<>(variables);
    more.put(variable, value);
    return new BelfryExtension(more);
  }

  /** Where it answers; without a slash at the end. */
  public URI url() {
    return running().address();
  }

  /** The secret of a key that may do everything for {@link #tenant}. */
  public String key() {
    return Program.DEV_SECRET;
  }

  public String tenant() {
    return Program.DEV_TENANT;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("belfry-test");
    var flags = Map.of("port", "0", "data", folder.toString());
    program =
        Program.start(
            SettingsReader.read(true, flags, variables, null),
            true,
            broken -> context.publishReportEntry("belfry", String.valueOf(broken.getMessage())));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (program != null) {
      program.close();
    }
    if (folder != null) {
      delete(folder);
    }
  }

  private Program running() {
    if (program == null) {
      throw new IllegalStateException("Belfry runs only while the tests of the class do");
    }
    return program;
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
