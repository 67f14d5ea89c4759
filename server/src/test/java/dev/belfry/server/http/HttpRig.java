package dev.belfry.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** A server with a handler of the test's own, and connections to it. */
abstract class HttpRig {

  static final int MOST = 100_000;
  static final String POST = "POST /v1/events HTTP/1.1\r\nHost: a\r\n";

  final List<Request> handled = new CopyOnWriteArrayList<>();
  final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
  }

  Response echo(Request request) {
    handled.add(request);
    return Response.of(200, "text/plain", request.body());
  }

  Function<Request, Response> waitFor(CountDownLatch release) {
    return request -> {
      handled.add(request);
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Response.of(200, "text/plain", "done".getBytes(UTF_8));
    };
  }

  static HttpLimits limits(Duration slowest) {
    return new HttpLimits(
        256 * 1024, 32 * 1024, MOST, 2 * MOST, 20, 100, slowest, Duration.ofSeconds(30));
  }

  HttpServer serve(Function<Request, Response> handler) throws IOException {
    return serve(limits(Duration.ofSeconds(9)), handler);
  }

  HttpServer serve(HttpLimits limits, Function<Request, Response> handler) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = new HttpServer(address, null, limits, new Callers(List.of(), null), handler);
    toClose.add(server);
    server.start();
    return server;
  }

  RawClient connect(HttpServer server) throws IOException {
    var client = new RawClient(server.port());
    toClose.add(client);
    return client;
  }
}
