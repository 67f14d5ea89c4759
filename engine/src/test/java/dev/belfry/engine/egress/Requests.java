package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Requests and senders for the tests of this package. */
final class Requests {

  static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  static final EgressPolicy LOOPBACK =
      EgressPolicy.of(List.of("127.0.0.0/8", "::1"), true, List.of());

  private Requests() {}

  static HttpSender senderToLoopback() {
    return HttpSender.open(LOOPBACK, SenderSettings.usual());
  }

  static OutgoingRequest post(URI url, String body, Header... headers) {
    return post("acme", url, body, TlsChoice.USUAL, TEN_SECONDS, headers);
  }

  static OutgoingRequest post(URI url, String body, Duration timeout) {
    return post("acme", url, body, TlsChoice.USUAL, timeout);
  }

  static OutgoingRequest post(
      String pool, URI url, String body, TlsChoice tls, Duration timeout, Header... headers) {
    return new OutgoingRequest(
        pool, "POST", url, List.of(headers), body.getBytes(UTF_8), tls, timeout);
  }
}
