package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a clone that is built already, with a JDK that tells how it was called. */
class LauncherTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path home;
  private Path jdk;

  @BeforeEach
  void givenABuiltClone() throws IOException {
    home = folder.toRealPath().resolve("a clone");
    for (var module : List.of("testkit", "engine", "dialects", "server")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(home.resolve("pom.xml"));
    Files.copy(Path.of("../belfry"), home.resolve("belfry"));
    Files.createDirectories(home.resolve("server/target/lib"));
    Files.createFile(home.resolve("server/target/belfry-server-1.jar"));
    Files.createFile(home.resolve("server/target/belfry.stamp"));
    jdk = givenJdk("25.0.1", "printf '%s\\n' \"$@\"");
  }

  @Test
  void when_it_is_called_through_a_link_from_elsewhere_then_it_becomes_the_program()
      throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("belfry"));

    var ran =
        run(
            Map.of("JAVA_HOME", jdk.toString(), "BELFRY_JAVA_OPTS", "-Da=1 -Db=2"),
            link,
            "send",
            "a b",
            "--x=");

    assertThat(ran.exitCode).isZero();
    assertThat(ran.output.lines())
        .contains("-Da=1", "-Db=2", "dev.belfry.server.cli.Belfry")
        .endsWith("send", "a b", "--x=");
    assertThat(ran.output).contains(home + "/server/target/belfry-server-1.jar");
  }

  @Test
  void when_the_program_fails_then_its_exit_code_is_the_launchers() throws Exception {
    var failing = givenJdk("26", "exit 3");

    assertThat(
            run(Map.of("JAVA_HOME", failing.toString()), home.resolve("belfry"), "serve").exitCode)
        .isEqualTo(3);
  }

  @Test
  void when_java_home_is_too_old_then_another_jdk_is_found() throws Exception {
    var old = givenJdk("17.0.1", "echo too old");
    var path = jdk.resolve("bin") + File.pathSeparator + System.getenv("PATH");

    var ran = run(Map.of("JAVA_HOME", old.toString(), "PATH", path), home.resolve("belfry"), "x");

    assertThat(ran.output).doesNotContain("too old").contains("dev.belfry.server.cli.Belfry");
  }

  @Test
  void when_a_source_is_newer_and_the_build_fails_then_that_is_shown() throws Exception {
    var bin = givenMaven("echo what Maven says; exit 1");
    var source = Files.createFile(home.resolve("engine/src/main/New.java"));
    Files.setLastModifiedTime(
        source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 5_000));
    var path = bin + File.pathSeparator + System.getenv("PATH");

    var ran = run(Map.of("JAVA_HOME", jdk.toString(), "PATH", path), home.resolve("belfry"), "x");

    assertThat(ran.exitCode).isEqualTo(1);
    assertThat(ran.output)
        .contains("belfry: building", "what Maven says", "belfry: the build failed")
        .doesNotContain("dev.belfry.server.cli.Belfry");
    assertThat(home.resolve("server/target/belfry.lock")).doesNotExist();
  }

  @Test
  void when_help_is_asked_for_the_tests_then_none_runs() throws Exception {
    var ran = run(Map.of("JAVA_HOME", jdk.toString()), home.resolve("belfry"), "test", "--help");

    assertThat(ran.exitCode).isZero();
    assertThat(ran.output).startsWith("Usage: belfry test").contains("--no-compat", "--long");
  }

  @Test
  void when_a_signal_ends_serve_before_the_program_began_then_that_is_success() throws Exception {
    var bin = Files.createDirectories(folder.resolve("bin"));
    script(bin.resolve("find"), "touch \"$0.called\"; read -r go");
    var builder = new ProcessBuilder(home.resolve("belfry").toString(), "serve");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    var process = builder.redirectErrorStream(true).start();
    Eventually.holds("it looks", LIMIT, () -> Files.exists(bin.resolve("find.called")));

    process.toHandle().destroy();
    process.getOutputStream().close();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void when_help_is_asked_for_the_bench_then_it_comes_without_a_build() throws Exception {
    var path = givenMaven("touch \"$0.called\"") + File.pathSeparator + System.getenv("PATH");

    var ran =
        run(
            Map.of("JAVA_HOME", jdk.toString(), "PATH", path),
            home.resolve("belfry"),
            "bench",
            "steady",
            "--help");

    assertThat(ran.exitCode).isZero();
    assertThat(ran.output).startsWith("Usage: belfry bench");
    assertThat(folder.resolve("bin/mvn.called")).doesNotExist();
  }

  private Path givenMaven(String body) throws IOException {
    var bin = Files.createDirectories(folder.resolve("bin"));
    script(bin.resolve("mvn"), body);
    return bin;
  }

  private Path givenJdk(String version, String java) throws IOException {
    var made = folder.toRealPath().resolve("jdk-" + version);
    Files.createDirectories(made.resolve("bin"));
    Files.writeString(made.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(made.resolve("bin/java"), java);
    script(made.resolve("bin/javac"), "exit 1");
    return made;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ran(int exitCode, String output) {}

  private Ran run(Map<String, String> environment, Path launcher, String... arguments)
      throws Exception {
    var command = new java.util.ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), output);
  }
}
