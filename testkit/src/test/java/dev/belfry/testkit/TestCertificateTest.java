package dev.belfry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TestCertificateTest {

  private final TestCertificate certificate = TestCertificate.of("localhost", "127.0.0.1", "::1");

  @Test
  void when_a_client_trusts_it_then_requests_go_through() throws Exception {
    try (var receiver = FakeReceiver.startTls(certificate.context())) {
      assertThat(statusOf(receiver, certificate.context())).isEqualTo(200);
      assertThat(receiver.requests().getFirst().text()).isEqualTo("over TLS");
      assertThat(receiver.url("/").getScheme()).isEqualTo("https");
    }
  }

  @Test
  void when_a_client_does_not_trust_it_then_the_handshake_fails() {
    try (var receiver = FakeReceiver.startTls(certificate.context())) {
      assertThatThrownBy(() -> statusOf(receiver, SSLContext.getDefault()))
          .isInstanceOf(SSLException.class);
      assertThat(receiver.count()).isZero();
    }
  }

  @Test
  void when_it_names_another_host_then_the_handshake_fails() {
    var other = TestCertificate.of("elsewhere.example");

    try (var receiver = FakeReceiver.startTls(other.context())) {
      assertThatThrownBy(() -> statusOf(receiver, other.context()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void when_it_has_expired_then_it_says_so() {
    var now = Instant.now();
    var expired =
        TestCertificate.of(
            now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), List.of("localhost"));

    assertThatThrownBy(() -> expired.certificate().checkValidity())
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void when_written_as_PEM_then_it_reads_the_same() throws Exception {
    var read =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.pem().getBytes(StandardCharsets.US_ASCII)));

    assertThat(read).isEqualTo(certificate.certificate());
    assertThat(certificate.keyPem())
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("\n-----END PRIVATE KEY-----\n");
  }

  private static int statusOf(FakeReceiver receiver, SSLContext trusting) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
      var request =
          HttpRequest.newBuilder(receiver.url("/"))
              .POST(BodyPublishers.ofString("over TLS"))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
