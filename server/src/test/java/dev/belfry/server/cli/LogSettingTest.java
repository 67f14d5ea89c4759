package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands on stderr of a server, by what was said about it. */
class LogSettingTest {

  private static final String JSON_LINE = "\\{\"time\":.*\"message\":.*}";
  private static final String TEXT_LINE = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*";

  private final ChildProcesses processes = new ChildProcesses();
  @TempDir private Path folder;

  @AfterEach
  void end() {
    processes.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', json",
    "text, '', text",
    "json, '', json",
    "'', text, text",
    "'', json, json",
    "json, text, json",
  })
  void when_the_form_of_the_log_is_given_then_every_line_has_it_and_none_is_missing(
      String variable, String inFile, String form) throws Exception {
    var file = Files.writeString(folder.resolve("b.yaml"), "log: " + inFile + "\n");

    var server = serve(variable.isEmpty() ? Map.of() : Map.of("BELFRY_LOG", variable), file);
    assertThat(server.inputReader().readLine()).startsWith("Belfry is ready on ");
    server.toHandle().destroy();
    var lines = ChildProcesses.errors(server);

    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lines)
        .isNotEmpty()
        .allMatch(one -> one.matches(form.equals("json") ? JSON_LINE : TEXT_LINE));
    assertThat(lines)
        .anyMatch(one -> one.contains("the operator's key is in "))
        .anyMatch(one -> one.contains(" answers on http://127.0.0.1:") && one.contains("/data"));
    assertThat(lines.getLast()).contains("ended");
  }

  private Process serve(Map<String, String> variables, Path config) throws IOException {
    var arguments =
        new ArrayList<>(List.of("serve", "--port", "0", "--allow-unsafe-store", "--config"));
    arguments.addAll(List.of(config.toString(), "--data", folder.resolve("data").toString()));
    return processes.start(variables, arguments.toArray(String[]::new));
  }
}
