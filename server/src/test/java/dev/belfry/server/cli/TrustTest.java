package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.testkit.TestCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client commands against a server with a certificate of its own. */
class TrustTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path certificate;
  private Program program;

  @BeforeEach
  void serve() throws IOException {
    var made = TestCertificate.of("127.0.0.1");
    certificate = Files.writeString(folder.resolve("cert.pem"), made.pem());
    var key = Files.writeString(folder.resolve("key.pem"), made.keyPem());
    var flags = Map.of("port", "0", "data", folder.resolve("data").toString());
    var variables =
        Map.of("BELFRY_TLS_CERT", certificate.toString(), "BELFRY_TLS_KEY", key.toString());
    program = Program.start(SettingsReader.read(true, flags, variables, null), true, _ -> {});
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void when_its_certificate_is_named_then_the_server_is_asked() {
    assertThat(send("--ca", certificate.toString())).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).containsPattern("evt_[0-9A-Z]{26}");
  }

  @Test
  void when_no_or_another_certificate_is_named_then_it_is_refused_and_told_what_to_do()
      throws IOException {
    var another =
        Files.writeString(folder.resolve("another.pem"), TestCertificate.of("127.0.0.1").pem());

    assertThat(send()).isEqualTo(1);
    assertThat(send("--ca", another.toString())).isEqualTo(1);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .startsWith("belfry: no secure connection to " + program.address())
                .endsWith("name it or its authority: --ca FILE"));
  }

  @Test
  void when_the_file_cannot_be_used_then_it_is_told_which_and_why() throws IOException {
    var none = folder.resolve("none.pem");
    var empty = Files.writeString(folder.resolve("empty.pem"), "");
    var broken =
        Files.writeString(
            folder.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    send("--ca", none.toString());
    send("--ca", empty.toString());
    send("--ca", broken.toString());
    send("--ca", folder.toString());

    assertThat(err.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo("belfry: --ca: " + none + " cannot be read: there is no " + none),
            line -> assertThat(line).isEqualTo("belfry: --ca: " + empty + " has no certificate"),
            line ->
                assertThat(line)
                    .startsWith("belfry: --ca: " + broken + " has no certificates as PEM: "),
            line -> assertThat(line).startsWith("belfry: --ca: " + folder + " cannot be read: "));
  }

  @Test
  void when_the_variable_names_it_then_it_counts_and_what_is_wrong_is_told_of_the_variable()
      throws Exception {
    var missing = folder.resolve("missing.pem").toString();
    var url = program.address().toString();
    String[] command = {"send", "a", "--url", url, "--key", Program.DEV_SECRET};

    try (var children = new ChildProcesses()) {
      var good = children.start(Map.of("BELFRY_CA", certificate.toString()), command);
      var bad = children.start(Map.of("BELFRY_CA", missing), command);

      assertThat(ChildProcesses.errors(good)).isEmpty();
      assertThat(good.waitFor()).isZero();
      assertThat(ChildProcesses.errors(bad))
          .containsExactly(
              "belfry: BELFRY_CA: " + missing + " cannot be read: there is no " + missing);
      assertThat(bad.waitFor()).isEqualTo(1);
    }
  }

  private int send(String... trust) {
    var command = new String[trust.length + 6];
    var usual =
        new String[] {
          "send", "a", "--url", program.address().toString(), "--key", Program.DEV_SECRET
        };
    System.arraycopy(usual, 0, command, 0, usual.length);
    System.arraycopy(trust, 0, command, usual.length, trust.length);
    return Belfry.execute(new PrintWriter(out, true), new PrintWriter(err, true), command);
  }
}
