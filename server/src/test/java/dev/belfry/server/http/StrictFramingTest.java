package dev.belfry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two programs could read differently get 400 and the end (T71, T78). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictFramingTest {

  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

  private final AtomicInteger hidden = new AtomicInteger();
  private HttpServer server;

  @BeforeAll
  void serve() throws IOException {
    server =
        new HttpServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            HttpLimits.of(1 << 20, 256 << 20, 10_000),
            new Callers(List.of(), null),
            request -> {
              if (request.path().equals("/hidden")) {
                hidden.incrementAndGet();
              }
              return Response.of(200);
            });
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<String> ambiguous() {
    return Stream.of(
        // Two ways to tell the length.
        POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + HIDDEN,
        POST + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
        POST + "Content-Length: 0, 0\r\n\r\n" + HIDDEN,
        POST + "Content-Length: +5\r\n\r\nhello" + HIDDEN,
        POST + "Content-Length: -1\r\n\r\n" + HIDDEN,
        POST + "Content-Length: 0x5\r\n\r\nhello" + HIDDEN,
        POST + "Content-Length: 5 5\r\n\r\nhello" + HIDDEN,
        POST + "Content-Length: \r\n\r\n" + HIDDEN,
        POST + "Content-Length: 99999999999999999999999\r\n\r\n" + HIDDEN,
        POST + "Content-Length : 5\r\n\r\nhello" + HIDDEN,
        POST + "Content-Length\t: 5\r\n\r\nhello" + HIDDEN,
        POST + "Content-Length: 5\u00a0\r\n\r\nhello" + HIDDEN,
        // Two callers in one.
        POST + "Authorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n" + HIDDEN,
        POST + "Authorization: Bearer a\r\nX: y\r\nAuthorization: Bearer a\r\n\r\n" + HIDDEN,
        POST + "Authorization: \r\nAuthorization: Bearer a\r\n\r\n" + HIDDEN,
        POST + "Belfry-Tenant: a\r\nbelfry-tenant: b\r\n\r\n" + HIDDEN,
        POST + "Belfry-Tenant: a\r\nX: y\r\nBelfry-Tenant: a\r\n\r\n" + HIDDEN,
        // Transfer codings in disguise.
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: identity\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        // Chunks.
        CHUNKED + "0;ext=1\r\n\r\n" + HIDDEN,
        CHUNKED + "1 \r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "0x1\r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "-1\r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "\r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "g\r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "1\na\n0\n\n" + HIDDEN,
        CHUNKED + "1\r\nab0\r\n\r\n" + HIDDEN,
        CHUNKED + "1\r\na\n\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "000000000000000001\r\na\r\n0\r\n\r\n" + HIDDEN,
        CHUNKED + "0\r\nX-Trailer: 1\r\n\r\n" + HIDDEN,
        // Lines.
        "POST / HTTP/1.1\nHost: a\n\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\n Host: a\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a\r\nN\u00e4me: x\r\n\r\n" + HIDDEN,
        // Hosts and targets.
        "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: a, b\r\n\r\n" + HIDDEN.replace("Host: a", "Host: a b"),
        "POST / HTTP/1.1\r\nHost: user@a\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\nHost: \r\n\r\n" + HIDDEN,
        "POST / HTTP/1.1\r\n\r\n" + HIDDEN,
        "POST http://b/ HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST * HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /a b HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST  / HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /#f HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /%0 HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /%00 HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /%ff HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "P\u0001ST / HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST / HTTP/1.2\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST / http/1.1\r\nHost: a\r\n\r\n" + HIDDEN,
        "POST /\r\nHost: a\r\n\r\n" + HIDDEN,
        "\r\n\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\n\r\n" + HIDDEN);
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void when_a_request_is_ambiguous_then_it_is_refused_and_the_connection_ends(String bytes)
      throws IOException {
    try (var client = new RawClient(server.port())) {
      client.send(bytes);

      var all = client.untilEnd();

      assertThat(all).startsWith("HTTP/1.1 400 ").contains("Connection: close");
      assertThat(all.split("HTTP/1.1 [0-9]", -1)).as("answers").hasSize(2);
    }
    assertThat(hidden).hasValue(0);
  }

  @org.junit.jupiter.api.Test
  void when_a_request_is_unusual_but_clear_then_it_is_served() throws IOException {
    for (var bytes :
        List.of(
            "\r\nGET /?a=%zz&b=/?:@ HTTP/1.1\r\nhost:a\r\nX:\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1]:8080\r\nX: \u00e4\t \u00ff\r\n\r\n",
            POST + "transfer-encoding:  CHUNKED\t\r\n\r\nA\r\n0123456789\r\n00\r\n\r\n",
            "X-M!$ / HTTP/1.1\r\nHost: a_b\r\nContent-Length: 0005\r\n\r\nhello")) {
      try (var client = new RawClient(server.port())) {
        client.send(bytes);
        assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}
