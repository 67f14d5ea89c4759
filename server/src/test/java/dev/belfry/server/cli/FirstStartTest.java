package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first start that is cut short: by a signal, or as by a power cut. */
@Timeout(120)
class FirstStartTest {

  private static final String UNFINISHED =
      "belfry: the store was never started to the end; start the server once: belfry serve";

  private final ChildProcesses processes = new ChildProcesses();
  @TempDir private Path folder;

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void when_a_signal_comes_while_settings_are_read_then_it_ends_with_success() throws Exception {
    var config = pipe(folder.resolve("slow.yaml"));

    endsWithSuccessWhileItReads(config, "serve", "--config", config.toString(), "--data", data());

    assertThat(Path.of(data())).doesNotExist();
  }

  @Test
  void when_a_signal_comes_while_the_store_is_open_then_it_ends_and_nothing_is_damaged()
      throws Exception {
    Files.createDirectories(Path.of(data()));
    var key = pipe(Path.of(data(), "admin.key"));

    endsWithSuccessWhileItReads(key, "serve", "--dev", "--port", "0", "--data", data());

    assertThat(run("verify", "--data", data())).isZero();
    assertThat(log()).containsExactly("nothing is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-migration", "after-migration"})
  void when_the_store_does_not_know_its_key_yet_then_the_commands_say_that_a_start_is_missing(
      String failpoint) throws Exception {
    var cut = List.of("-Dbelfry.failpoint=" + failpoint);
    assertThat(Child.run(folder.resolve("cut"), cut, "serve", "--dev", "--data", data()))
        .isEqualTo(137);

    assertThat(run("verify", "--data", data())).isEqualTo(1);
    assertThat(run("rotate-master-key", "--data", data())).isEqualTo(1);
    assertThat(run("verify", "--data", data())).isEqualTo(1);

    assertThat(log()).hasSize(3).containsOnly(UNFINISHED);
    assertThat(Path.of(data(), "master.key.next")).doesNotExist();
    startAndStop();
    assertThat(run("rotate-master-key", "--data", data())).isZero();
    assertThat(run("verify", "--data", data())).isZero();
  }

  /** The program opens the pipe and waits for what is in it: the start goes no further. */
  private void endsWithSuccessWhileItReads(Path pipe, String... arguments) throws Exception {
    var server = processes.start(arguments);
    try (var _ = new FileOutputStream(pipe.toFile())) {
      server.toHandle().destroy();

      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.exitValue()).isZero();
    assertThat(server.inputReader().lines()).isEmpty();
    assertThat(String.join("\n", ChildProcesses.errors(server))).contains("ending while starting");
  }

  private void startAndStop() {
    var server = Objects.requireNonNull(Child.start(Path.of(data()), folder.resolve("cut")));
    assertThat(server.stop()).isZero();
  }

  private static Path pipe(Path file) throws Exception {
    var made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    return file;
  }

  private int run(String... arguments) {
    return Child.run(folder.resolve("log"), List.of(), arguments);
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
