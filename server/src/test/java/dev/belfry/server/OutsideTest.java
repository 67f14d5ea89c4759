package dev.belfry.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.server.config.SettingsReader;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server stands towards the outside: own TLS, its address, and proxies on either side. */
class OutsideTest {

  private static final String WEBHOOK = "{\"url\":\"%s\"}";

  @TempDir private Path folder;
  private @Nullable Program program;
  private HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void end() {
    client.close();
    if (program != null) {
      program.close();
    }
  }

  @Test
  void when_there_is_a_certificate_then_the_server_speaks_TLS_only_and_links_say_https()
      throws Exception {
    var certificate = TestCertificate.of("127.0.0.1");
    var chain = Files.writeString(folder.resolve("cert.pem"), certificate.pem());
    var key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());

    start("BELFRY_TLS_CERT", chain.toString(), "BELFRY_TLS_KEY", key.toString());
    client = HttpClient.newBuilder().sslContext(certificate.context()).build();

    assertThat(running().address().getScheme()).isEqualTo("https");
    assertThat(send("GET", "/readyz", "").statusCode()).isEqualTo(200);
    var made = send("POST", "/v1/webhooks", WEBHOOK.formatted("https://a.example/"));
    assertThat(location(made)).startsWith("https://127.0.0.1:");
    var plain = URI.create(running().address().toString().replace("https", "http") + "/readyz");
    assertThatThrownBy(
            () -> client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void when_certificate_and_key_do_not_fit_then_the_start_is_refused_and_says_so()
      throws Exception {
    var chain =
        Files.writeString(folder.resolve("cert.pem"), TestCertificate.of("a.example").pem());
    var key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");

    assertThatThrownBy(
            () -> start("BELFRY_TLS_CERT", chain.toString(), "BELFRY_TLS_KEY", key.toString()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("tls_cert and tls_key")
        .hasMessageContaining("openssl pkcs8");
  }

  @Test
  void when_there_is_a_public_url_then_all_links_have_it_whatever_the_request_says()
      throws Exception {
    start("BELFRY_PUBLIC_URL", "https://hooks.example.com");

    var made =
        send(
            "POST",
            "/v1/webhooks",
            WEBHOOK.formatted("https://a.example/"),
            "X-Forwarded-Host",
            "evil.example");
    var link = send("POST", "/v1/portal-links", "{}");

    assertThat(location(made)).startsWith("https://hooks.example.com/v1/webhooks/wh_");
    assertThat(location(link)).startsWith("https://hooks.example.com/portal/open/");
  }

  @Test
  void when_a_proxy_is_trusted_then_what_it_says_of_the_outside_is_believed_and_else_not()
      throws Exception {
    String[] forwarded = {"X-Forwarded-Host", "hooks.example", "X-Forwarded-Proto", "https"};

    start("BELFRY_TRUSTED_PROXIES", "127.0.0.0/8");
    var believed = send("POST", "/v1/webhooks", WEBHOOK.formatted("https://a.example/"), forwarded);
    running().close();
    start("BELFRY_TRUSTED_PROXIES", "10.0.0.0/8");
    var not = send("POST", "/v1/webhooks", WEBHOOK.formatted("https://a.example/"), forwarded);

    assertThat(location(believed)).startsWith("https://hooks.example/v1/webhooks/wh_");
    assertThat(location(not)).startsWith("http://127.0.0.1:");
  }

  @Test
  void when_there_is_an_egress_proxy_then_deliveries_go_through_it_and_policy_holds_before_it()
      throws Exception {
    try (var receiver = FakeReceiver.start();
        var proxy = new Proxy()) {
      start("BELFRY_EGRESS_PROXY", "http://127.0.0.1:" + proxy.port());

      var through = test(receiver.url("/in").toString());
      var metadata = test("http://169.254.169.254/latest/");
      var inside = test("http://10.0.0.1/");

      assertThat(through).contains("\"status\":200");
      assertThat(metadata).contains("blocked");
      assertThat(inside).contains("blocked");
      assertThat(proxy.asked).containsExactly("CONNECT 127.0.0.1:" + receiver.port() + " HTTP/1.1");
      assertThat(receiver.count()).isEqualTo(1);
    }
  }

  /** What came of a test event to this target, or the refusal of the webhook. */
  private String test(String url) throws Exception {
    var made = send("POST", "/v1/webhooks", WEBHOOK.formatted(url));
    return made.statusCode() == 201
        ? send("POST", URI.create(location(made)).getPath() + "/test", "").body()
        : "blocked at once: " + made.body();
  }

  private Program running() {
    return Objects.requireNonNull(program);
  }

  private void start(String... variables) {
    var environment = new HashMap<String, String>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    var flags = Map.of("port", "0", "data", folder.resolve("data").toString());
    program =
        Program.start(
            SettingsReader.read(true, flags, environment, null),
            true,
            broken -> {
              throw broken;
            });
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(running().address() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + Program.DEV_SECRET)
            .header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Location")
        .orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body()));
  }

  /** A proxy that connects to where it is asked to, and notes it. */
  private static final class Proxy implements AutoCloseable {

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final ServerSocket socket;

    Proxy() throws IOException {
      socket = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try {
          var from = socket.accept();
          Thread.ofVirtual().start(() -> connect(from));
        } catch (IOException _) {
          // closed
        }
      }
    }

    private void connect(Socket from) {
      try (from) {
        var line = line(from);
        asked.add(line);
        while (!line(from).isEmpty()) {
          // the other headers
        }
        var target = List.of(line.split("[ :]", -1));
        try (var to = new Socket(target.get(1), Integer.parseInt(target.get(2)))) {
          from.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
          Thread.ofVirtual().start(() -> copy(from, to));
          copy(to, from);
        }
      } catch (IOException _) {
        // one of them ended
      }
    }

    private static void copy(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException _) {
        // one of them ended
      }
    }

    private static String line(Socket from) throws IOException {
      var line = new StringBuilder();
      for (int c = from.getInputStream().read();
          c >= 0 && c != '\n';
          c = from.getInputStream().read()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
