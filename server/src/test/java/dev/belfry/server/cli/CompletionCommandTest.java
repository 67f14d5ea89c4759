package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell makes of the script that the program prints. */
class CompletionCommandTest {

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void givenTheScript() throws Exception {
    script = folder.resolve("script");
    try (var processes = new ChildProcesses()) {
      var printing = processes.start("completion");
      Files.write(script, printing.getInputStream().readAllBytes());
      assertThat(printing.waitFor()).isZero();
    }
  }

  @Test
  void when_bash_reads_it_then_it_completes_commands_and_flags() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");

    assertThat(completed("we")).contains("webhooks");
    assertThat(completed("webhooks", "ro")).contains("rotate");
    assertThat(completed("webhooks", "rotate", "--ov")).contains("--overlap");
    assertThat(completed("completion", "--he")).contains("--help");
  }

  private String completed(String... words) throws IOException, InterruptedException {
    var last = words.length;
    var line = "belfry " + String.join(" ", words);
    var bash =
        new ProcessBuilder(
                "/bin/bash",
                "-c",
                ". %s && complete -p belfry >/dev/null && COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' && COMP_POINT=${#COMP_LINE} && _complete_belfry; echo \"${COMPREPLY[@]}\""
                    .formatted(script, line, last, line))
            .redirectErrorStream(true)
            .start();
    var output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    return output;
  }
}
