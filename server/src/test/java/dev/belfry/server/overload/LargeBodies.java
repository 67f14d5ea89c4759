package dev.belfry.server.overload;

import dev.belfry.server.crash.Child;
import dev.belfry.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Requests with large bodies whose last byte does not come: together they are more than the server
 * takes into memory, so some of them must be refused, however fast it is.
 */
final class LargeBodies implements AutoCloseable {

  /** Together 40 MiB; the child's heap has room for 32 MiB of bodies. */
  private static final int COUNT = 80;

  private static final int BYTES = 512 * 1024;

  private final List<Socket> sockets = new ArrayList<>();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  LargeBodies(String url) {
    var target = URI.create(url);
    try {
      for (int i = 0; i < COUNT; i++) {
        var socket = new Socket(target.getHost(), target.getPort());
        sockets.add(socket);
        Thread.startVirtualThread(() -> send(socket));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(Socket socket) {
    var head =
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(Child.KEY, BYTES);
    try {
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(" ".repeat(BYTES - 1).getBytes(StandardCharsets.US_ASCII));
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      var line = new BufferedReader(in).readLine();
      if (line != null) {
        answers.add(line);
      }
    } catch (IOException _) {
      // closed by one side
    }
  }

  /** The status lines that have come when there is one. */
  List<String> awaitAnswers(Duration limit) {
    Eventually.holds("one of them is refused", limit, () -> !answers.isEmpty());
    return List.copyOf(answers);
  }

  @Override
  public void close() {
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException _) {
        // it is closed then
      }
    }
  }
}
