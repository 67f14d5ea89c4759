package dev.belfry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The launcher tells the bench's flags itself, so that nothing has to be built for it. */
class BenchHelpTest {

  @Test
  void when_the_bench_has_a_flag_then_the_launchers_help_has_it() throws Exception {
    var process =
        new ProcessBuilder("../belfry", "bench", "--help").redirectErrorStream(true).start();
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(told).isZero();
    var flags =
        new CommandLine(new Bench())
            .getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
    assertThat(flags).contains("--quick", "--rounds");
    assertThat(told.lines().filter(line -> line.startsWith("  ")))
        .satisfies(lines ->
            flags.forEach(flag -> assertThat(String.join("\n", lines)).contains(flag + " ")));
    assertThat(told).doesNotContain("building");
  }
}
