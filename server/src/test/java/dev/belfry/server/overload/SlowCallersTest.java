package dev.belfry.server.overload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import dev.belfry.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who take their time, on purpose. */
class SlowCallersTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final int CALLERS = LONG ? 1000 : 200;
  private static final int NOT_READING = 5;
  private static final long DRIP_NANOS = Duration.ofMillis(500).toNanos();

  @TempDir Path folder;

  @Test
  void T34_when_many_callers_drip_their_requests_then_they_are_cut_and_others_do_not_wait()
      throws IOException {
    try (var child = Child.start(folder.resolve("data"), folder.resolve("log"));
        var other = new Sender(child.url(), Child.KEY, null)) {
      var cut = new AtomicInteger();
      var sockets = new ArrayList<Socket>();
      var began = System.nanoTime();
      for (int i = 0; i < CALLERS; i++) {
        sockets.add(connect(child.url()));
        dripLater(sockets.get(i), i, cut);
      }

      var slowest = 0L;
      while (cut.get() < CALLERS && System.nanoTime() - began < 60e9) {
        var sent = System.nanoTime();
        assertThat(other.post("/v1/events", "{\"type\":\"a\"}").statusCode()).isEqualTo(202);
        slowest = Math.max(slowest, System.nanoTime() - sent);
        LockSupport.parkNanos(20_000_000);
      }
      var after = Duration.ofNanos(System.nanoTime() - began);

      System.out.printf(
          "T34: %d slow callers cut within %d ms; the slowest of the others took %d ms%n",
          CALLERS, after.toMillis(), slowest / 1_000_000);
      assertThat(cut).hasValue(CALLERS);
      assertThat(after).isLessThan(Duration.ofSeconds(LONG ? 12 : 40));
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMillis(LONG ? 500 : 5_000));
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void T34_when_callers_do_not_take_their_answers_then_they_are_cut_too() throws IOException {
    try (var child = Child.start(folder.resolve("data"), folder.resolve("log"));
        var other = new Sender(child.url(), Child.KEY, null)) {
      var ended = new AtomicInteger();
      var sockets = new ArrayList<Socket>();
      for (int i = 0; i < NOT_READING; i++) {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(address(child.url()));
        sockets.add(socket);
        Thread.startVirtualThread(() -> askWithoutReading(socket, ended));
      }

      Eventually.holds(
          "all are cut", Duration.ofSeconds(LONG ? 60 : 180), () -> ended.get() == NOT_READING);

      assertThat(other.get("/readyz").statusCode()).isEqualTo(200);
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static Socket connect(String url) throws IOException {
    var socket = new Socket();
    socket.connect(address(url));
    return socket;
  }

  private static InetSocketAddress address(String url) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
  }

  /** A third drip the head's first line, a third its headers, a third the body. */
  private static void dripLater(Socket socket, int number, AtomicInteger cut) {
    var start =
        List.of(
                "POST /v1/ev",
                "POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Long: ",
                "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                    + Child.KEY
                    + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{")
            .get(number % 3);
    Thread.startVirtualThread(() -> {
      try {
        socket.getOutputStream().write(start.getBytes(US_ASCII));
        socket.setSoTimeout(1);
        while (!isCut(socket)) {
          socket.getOutputStream().write('a');
          LockSupport.parkNanos(DRIP_NANOS);
        }
      } catch (IOException _) {
        // reset is cut as well
      }
      cut.incrementAndGet();
    });
  }

  /** Whether it has answered (a refusal, then the end) or ended. */
  private static boolean isCut(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    }
  }

  private static void askWithoutReading(Socket socket, AtomicInteger ended) {
    try {
      var request = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);
      while (true) {
        socket.getOutputStream().write(request);
      }
    } catch (IOException _) {
      ended.incrementAndGet();
    }
  }
}
