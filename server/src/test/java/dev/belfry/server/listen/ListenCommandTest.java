package dev.belfry.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ListenCommandTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("Listening on (http://[0-9.]+:\\d+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      new CommandLine(new ListenCommand())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Test
  void when_started_then_it_prints_each_request_until_interrupted() throws Exception {
    var exitCode = new AtomicInteger(-1);
    var running =
        Thread.ofVirtual().start(() -> exitCode.set(line.execute("--port", "0", "--json")));

    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(address()).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
    running.interrupt();
    running.join(SOON);

    assertThat(exitCode).hasValue(0);
    assertThat(out.toString())
        .startsWith("{\"time\":")
        .contains("\"verdict\":\"unchecked\"")
        .hasLineCount(1);
  }

  @Test
  void when_the_port_is_taken_then_it_says_so_in_one_line() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var port = Integer.toString(taken.getLocalPort());

      assertThat(line.execute("--port", port)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo("belfry: cannot listen on 127.0.0.1 port %s: Address already in use\n", port);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--secret, '', secret 1 must start with whsec_",
    "--status, 99, a status must be 200 to 599",
    "--delay, 5, '\"5\" is no duration: a whole number and ms, s, m, h or d'",
    "--delay, 1.5s, no duration",
    "--port, 70000, 70000 is no port",
    "--host, not a host, is no address of this machine"
  })
  void when_an_option_is_wrong_then_it_does_not_start_and_says_why(
      String option, String value, String message) {
    assertThat(line.execute(option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  private URI address() {
    return Eventually.gets(
        "the address",
        SOON,
        () -> {
          var matcher = ADDRESS.matcher(err.toString());
          return matcher.find() ? URI.create(matcher.group(1)) : null;
        });
  }
}
