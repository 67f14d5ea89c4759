package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.client.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class ServeCommandTest {

  private static final String READY = "Belfry is ready on ";

  private final ChildProcesses processes = new ChildProcesses();
  @TempDir private Path folder;

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void when_it_is_ready_then_it_says_so_and_a_signal_ends_it_with_success() throws Exception {
    var server = start("serve", "--port", "0", "--data", data());

    var line = firstLine(server);
    var url = URI.create(line.substring(READY.length()));
    try (var api = new Api(url, null, null)) {
      assertThat(api.get("/livez").status()).isEqualTo(200);
      assertThat(api.get("/readyz").status()).isEqualTo(200);
      assertThat(api.get("/version").json().get("dev").asBoolean()).isFalse();
      assertThat(api.get("/metrics").body()).contains("belfry_deliveries_pending 0.0");
      assertThat(api.get("/v1/webhooks").status()).isEqualTo(401);
    }
    server.toHandle().destroy();

    assertThat(line).startsWith(READY + "http://127.0.0.1:");
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    assertThat(server.inputReader().lines()).isEmpty();
  }

  @Test
  void when_it_starts_first_then_it_makes_keys_that_only_their_owner_reads() throws Exception {
    firstLine(start("serve", "--port", "0", "--data", data()));

    for (var name : List.of("admin.key", "master.key")) {
      var file = Path.of(data()).resolve(name);
      assertThat(Files.readString(file).strip().length()).isGreaterThanOrEqualTo(32);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void when_the_folder_has_a_server_then_a_second_one_says_so_in_a_line() throws Exception {
    firstLine(start("serve", "--port", "0", "--data", data()));

    var second = start("serve", "--port", "0", "--data", data());

    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(ChildProcesses.errors(second))
        .singleElement()
        .asString()
        .contains("is in use by process");
  }

  @Test
  void when_the_port_is_taken_then_that_is_said_in_a_line() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());

      var server = start("serve", "--port", port, "--data", data());

      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(1);
      assertThat(ChildProcesses.errors(server))
          .filteredOn(line -> line.startsWith("belfry: "))
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void when_settings_are_wrong_then_all_are_told_a_line_each_and_nothing_is_made()
      throws Exception {
    var variables =
        Map.of(
            "BELFRY_DIALECTS_COMETCHAT_REGION", "mars",
            "BELFRY_DIALECTS_COMETCHAT_EDITS", "no",
            "BELFRY_DIALECTS_APIFY_KNWON", "a",
            "BELFRY_DIALECTS_NOSUCH_A", "1",
            "BELFRY_TLS_CERT", folder.resolve("cert.pem").toString(),
            "BELFRY_TLS_KEY", folder.resolve("key.pem").toString(),
            "BELFRY_PROT", "8080");
    var server =
        processes.start(
            variables, "serve", "--port", "x", "--dev", "--host", "0.0.0.0", "--data", data());

    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(1);
    var lines = ChildProcesses.errors(server);
    assertThat(lines).hasSize(7).allMatch(line -> line.startsWith("belfry: "));
    assertThat(String.join("\n", lines))
        .contains("--port: \"x\" is not a whole number", "--host: with --dev only a loopback")
        .contains("BELFRY_TLS_CERT: with tls_key: there is no file " + folder.resolve("cert.pem"))
        .contains("BELFRY_DIALECTS_COMETCHAT_REGION: region must be us, eu or in")
        .contains("BELFRY_DIALECTS_COMETCHAT_EDITS: edits must be live or documented")
        .contains("BELFRY_DIALECTS_APIFY_KNWON: knwon is no setting of this dialect")
        .contains("BELFRY_DIALECTS_NOSUCH_A: there is no such setting");
    assertThat(Path.of(data())).doesNotExist();
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** The store's folder may be in memory here. */
  private Process start(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--allow-unsafe-store");
    return processes.start(all.toArray(String[]::new));
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    var line = reader.readLine();
    assertThat(line).as("first line of stdout").startsWith(READY);
    return line;
  }
}
