package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import dev.belfry.testkit.FakeReceiver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** T37 and T47: what TLS refuses, and what it never shares. */
class TlsTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final String BOTH = "ip:127.0.0.1,dns:hooks.example.com";

  @TempDir private static Path folder;
  private static Certificates good;

  private final HttpSender sender =
      HttpSender.open(Requests.LOOPBACK, SenderSettings.usual().withLookup(_ -> List.of(HERE)));

  @BeforeAll
  static void givenACertificate() throws Exception {
    good = Certificates.make(folder, "EC", BOTH);
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void when_the_certificate_is_the_trusted_one_then_requests_go_through_one_connection()
      throws Exception {
    try (var receiver = FakeReceiver.startTls(good.serverTrusting())) {
      for (var i = 0; i < 5; i++) {
        assertThat(ask("acme", receiver.url("/"), trusting(good))).isInstanceOf(Answered.class);
      }
      assertThat(receiver.connections()).isEqualTo(1);
      assertThat(sender.idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void T37_when_the_certificate_is_self_signed_then_it_is_refused_unless_not_verified()
      throws Exception {
    try (var receiver = FakeReceiver.startTls(good.serverTrusting())) {
      assertThat(ask("acme", receiver.url("/"), TlsChoice.USUAL))
          .isEqualTo(tls("the certificate does not lead to a trusted authority"));
      assertThat(ask("acme", receiver.url("/"), new TlsChoice(false, null, null, null)))
          .isInstanceOf(Answered.class);
      assertThat(ask("acme", receiver.url("/"), TlsChoice.USUAL)).isInstanceOf(Failed.class);
    }
  }

  @Test
  void T37_when_the_certificate_has_expired_or_is_early_then_it_is_refused() throws Exception {
    var expired = Certificates.make(folder, "EC", BOTH, "-startdate", "-10d", "-validity", "5");
    var early = Certificates.make(folder, "EC", BOTH, "-startdate", "+10d", "-validity", "5");
    try (var past = FakeReceiver.startTls(expired.serverTrusting());
        var future = FakeReceiver.startTls(early.serverTrusting())) {
      assertThat(ask("acme", past.url("/"), trusting(expired)))
          .isEqualTo(tls("the certificate has expired"));
      assertThat(ask("acme", future.url("/"), trusting(early)))
          .isEqualTo(tls("the certificate is not valid yet"));
    }
  }

  @Test
  void T37_when_the_certificate_is_for_another_name_then_it_is_refused() throws Exception {
    var other = Certificates.make(folder, "EC", "dns:other.example.com");
    try (var receiver = FakeReceiver.startTls(other.serverTrusting())) {
      for (var host : List.of("127.0.0.1", "hooks.example.com")) {
        var url = URI.create("https://" + host + ":" + receiver.port() + "/");
        assertThat(ask("acme", url, trusting(other)))
            .isEqualTo(tls("the certificate is for another name"));
      }
    }
  }

  @Test
  void T37_when_only_an_old_version_is_offered_then_there_is_no_downgrade() throws Exception {
    try (var server = new ServerSocket(0, 10, HERE)) {
      Thread.ofVirtual().start(() -> offerTls11(server));
      assertThat(ask("acme", url("127.0.0.1", server.getLocalPort()), trusting(good)))
          .isEqualTo(tls("the TLS handshake failed"));
    }
  }

  @Test
  void T37_when_the_other_side_speaks_no_tls_or_hangs_up_then_the_handshake_fails()
      throws Exception {
    try (var plain = new ServerSocket(0, 10, HERE);
        var closing = new ServerSocket(0, 10, HERE)) {
      Thread.ofVirtual().start(() -> sayNext(plain, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      Thread.ofVirtual().start(() -> sayNext(closing, ""));
      for (var port : List.of(plain.getLocalPort(), closing.getLocalPort())) {
        var answer =
            sender.send(
                Requests.post(
                    "acme", url("127.0.0.1", port), "x", trusting(good), Duration.ofSeconds(20)));
        assertThat(answer)
            .isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.TLS));
      }
    }
  }

  @Test
  void T37_when_the_handshake_stalls_then_the_time_limit_ends_it() throws Exception {
    try (var silent = new ServerSocket(0, 10, HERE)) {
      var answer =
          sender.send(
              Requests.post(
                  "acme",
                  url("127.0.0.1", silent.getLocalPort()),
                  "x",
                  trusting(good),
                  Duration.ofMillis(300)));

      assertThat(answer).isEqualTo(new Failed(Failure.TIMEOUT, "the time limit ran out"));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "belfry.long", matches = "true")
  void T37_when_the_handshake_stalls_then_it_is_given_up_after_10_seconds() throws Exception {
    try (var silent = new ServerSocket(0, 10, HERE)) {
      var answer =
          sender.send(
              Requests.post(
                  "acme",
                  url("127.0.0.1", silent.getLocalPort()),
                  "x",
                  trusting(good),
                  Duration.ofSeconds(60)));

      assertThat(answer).isEqualTo(tls("there was no handshake within 10 s"));
    }
  }

  @Test
  void T37_when_a_name_is_asked_for_then_it_is_sent_in_the_handshake() throws Exception {
    var asked = new CompletableFuture<List<?>>();
    try (var server = server("TLSv1.3", "TLSv1.2")) {
      Thread.ofVirtual().start(() -> tellName(server, asked));
      var port = server.getLocalPort();
      var choice = trusting(good);
      Thread.ofVirtual().start(() -> ask("acme", url("hooks.example.com", port), choice));

      assertThat(asked.get(20, TimeUnit.SECONDS))
          .isEqualTo(List.of(new SNIHostName("hooks.example.com")));
    }
  }

  @Test
  void when_a_client_certificate_is_given_then_it_is_shown_whatever_its_algorithm()
      throws Exception {
    for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
      var client = Certificates.make(folder, algorithm, "dns:client.example.com");
      var choice =
          new TlsChoice(true, good.certificatePem(), client.certificatePem(), client.keyPem());
      assertThat(TlsContexts.faultOf(choice)).as(algorithm).isEmpty();
      try (var server = server(good.serverTrusting(client))) {
        server.setNeedClientAuth(true);
        Thread.ofVirtual().start(() -> answerNext(server));
        assertThat(ask("acme", url("127.0.0.1", server.getLocalPort()), choice))
            .as(algorithm)
            .isInstanceOf(Answered.class);
        Thread.ofVirtual().start(() -> answerNext(server));
        assertThat(ask("acme", url("127.0.0.1", server.getLocalPort()), trusting(good)))
            .as("%s, not shown", algorithm)
            .isInstanceOf(Failed.class);
      }
    }
  }

  @Test
  void when_certificates_cannot_be_read_then_that_is_told_beforehand() throws Exception {
    var other = Certificates.make(folder, "EC", BOTH);
    for (var bad :
        List.of(
            new TlsChoice(true, "no PEM", null, null),
            new TlsChoice(true, null, good.certificatePem(), null),
            new TlsChoice(true, null, null, good.keyPem()),
            new TlsChoice(true, null, good.certificatePem(), "no PEM"),
            new TlsChoice(true, null, "no PEM", good.keyPem()),
            new TlsChoice(true, null, good.certificatePem(), other.keyPem()))) {
      assertThat(TlsContexts.faultOf(bad)).as(bad.toString()).isPresent();
    }
    assertThat(TlsContexts.faultOf(TlsChoice.USUAL)).isEmpty();
  }

  @Test
  void T47_when_pools_or_tls_choices_differ_then_no_connection_is_shared() throws Exception {
    var lax = new TlsChoice(false, null, null, null);
    try (var receiver = FakeReceiver.startTls(good.serverTrusting())) {
      for (var i = 0; i < 3; i++) {
        ask("acme", receiver.url("/"), trusting(good));
        ask("acme", receiver.url("/"), lax);
        ask("other", receiver.url("/"), trusting(good));
        ask("other", receiver.url("/"), lax);
      }
      assertThat(receiver.count()).isEqualTo(12);
      assertThat(receiver.connections()).isEqualTo(4);
      for (var i = 0; i < 12; i++) {
        assertThat(receiver.requests().get(i).connection()).isEqualTo(i % 4 + 1);
      }
    }
  }

  private static Failed tls(String detail) {
    return new Failed(Failure.TLS, detail);
  }

  private static TlsChoice trusting(Certificates authority) throws Exception {
    return new TlsChoice(true, authority.certificatePem(), null, null);
  }

  private Answer ask(String pool, URI url, TlsChoice tls) {
    return sender.send(Requests.post(pool, url, "x", tls, Requests.TEN_SECONDS));
  }

  private static URI url(String host, int port) {
    return URI.create("https://" + host + ":" + port + "/");
  }

  private static SSLServerSocket server(String... protocols) throws Exception {
    var server = server(good.serverTrusting());
    server.setEnabledProtocols(protocols);
    return server;
  }

  private static SSLServerSocket server(SSLContext context) throws Exception {
    return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 10, HERE);
  }

  private static void sayNext(ServerSocket server, String words) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write(words.getBytes(US_ASCII));
    } catch (Exception _) {
      // the test is over
    }
  }

  /** A ServerHello that chooses version 1.1, whatever was asked for. */
  private static void offerTls11(ServerSocket server) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket
          .getOutputStream()
          .write(HexFormat.of().parseHex("160302002a020000260302" + "7b".repeat(32) + "00c01300"));
      socket.getInputStream().read(new byte[4096]);
    } catch (Exception _) {
      // the test is over
    }
  }

  private static void answerNext(SSLServerSocket server) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
    } catch (Exception _) {
      // no handshake: the client says so
    }
  }

  private static void tellName(SSLServerSocket server, CompletableFuture<List<?>> asked) {
    try (var socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
      asked.complete(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
    } catch (Exception e) {
      asked.completeExceptionally(e);
    }
  }
}
