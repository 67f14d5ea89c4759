package dev.belfry.server.http;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.http.Watch.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller's connection: request after request, each read whole before it is handled. */
final class Connection {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final byte[] NOTHING = {};

  /** Bytes of an answer that counts against the room for bodies until it is written. */
  private static final int LARGE = 64 * 1024;

  private static final Map<String, String> NO_VARIABLES = Map.of();
  private static final long LINGER = 1_000_000_000L;

  private final HttpServer server;
  private final HttpLimits limits;
  private final Socket socket;
  private final Watch watch;
  private final InetAddress connected;
  private final InputStream in;
  private final Wire wire;
  private final HeadReader heads;
  private final ResponseWriter writer;

  Connection(HttpServer server, Socket socket, Watch watch) throws IOException {
    this.server = server;
    this.limits = server.limits();
    this.socket = socket;
    this.watch = watch;
    connected = socket.getInetAddress();
    in = socket.getInputStream();
    wire = new Wire(in);
    heads = new HeadReader(wire, limits);
    writer =
        new ResponseWriter(
            socket.getOutputStream(), () -> watch.enter(Phase.WRITING, limits.slowest().toNanos()));
  }

  /** Serves until either side ends. */
  void serve() throws IOException {
    boolean goOn = true;
    while (goOn) {
      if (!wire.awaitAny() || watch.expired()) {
        return;
      }
      watch.enter(Phase.READING, limits.slowest().toNanos());
      try {
        goOn = one();
      } catch (Refusal refusal) {
        refuse(refusal.status(), String.valueOf(refusal.getMessage()));
        return;
      } catch (IOException e) {
        if (watch.expired()) {
          refuse(408, "The request took too long to arrive.");
          return;
        }
        throw e;
      }
      wire.shrink();
      watch.enter(Phase.WAITING, limits.idle().toNanos());
      goOn &= !server.stopping();
    }
    linger();
  }

  /** Answers one request; false when the connection must end. */
  private boolean one() throws IOException {
    var head = heads.read();
    if (head == null) {
      if (watch.expired()) {
        throw new Refusal(408, "The request took too long to arrive.");
      }
      return false;
    }
    if (server.stopping()) {
      throw new Refusal(503, "The server is stopping.");
    }
    var framing = head.framing();
    if (framing.length() == 0) {
      return answer(head, NOTHING);
    }
    long start = System.nanoTime();
    try (var body =
        new BodyReader(
            wire,
            limits.body(),
            server.bodies(),
            n -> watch.extendTo(start + limits.patience(n)))) {
      body.check(framing.length());
      if (framing.expectsContinue() && wire.isEmpty()) {
        writer.askForBody();
        watch.enter(Phase.READING, limits.slowest().toNanos());
      }
      return answer(head, body.read(framing.length()));
    }
  }

  private boolean answer(Head head, byte[] body) throws IOException {
    watch.enterHandling();
    boolean toHead = head.method().equals("HEAD");
    var response = server.handle(request(head, toHead ? "GET" : head.method(), body));
    var feed = response.feed();
    if (feed != null && !toHead) {
      go(response, feed);
      return false;
    }
    var large = response.body().length > LARGE ? response.body().length : 0;
    take(large, head.method());
    try {
      return write(head, response, !toHead);
    } finally {
      server.bodies().giveBack(large);
    }
  }

  /** What was done cannot be refused any more: who is told so would do it once more. */
  private void take(int large, String method) {
    if (method.equals("GET") || method.equals("HEAD")) {
      server.bodies().take(large);
    } else {
      server.bodies().takeAnyway(large);
    }
  }

  private boolean write(Head head, Response response, boolean withBody) throws IOException {
    boolean keepAlive = head.framing().keepAlive() && !server.stopping();
    try {
      writer.write(response, withBody, keepAlive);
    } catch (IllegalArgumentException e) {
      LOG.error("the answer to {} {} cannot be written", head.method(), head.path(), e);
      throw new Refusal(500, HttpServer.INTERNAL);
    }
    return keepAlive;
  }

  /** Between two pieces there is no deadline; a piece that nobody reads has the usual one. */
  private void go(Response response, Response.Feed feed) throws IOException {
    writer.begin(response);
    watch.enterHandling();
    try {
      feed.tell(
          new Response.Listener() {
            @Override
            public void send(byte[] piece) throws IOException {
              writer.piece(piece);
              watch.enterHandling();
            }

            @Override
            public boolean isWanted() {
              return !server.stopping();
            }
          });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Request request(Head head, String method, byte[] body) {
    var headers = head.headers();
    return new Request(
        method,
        head.path(),
        head.rawQuery(),
        headers,
        body,
        NO_VARIABLES,
        server.callers().baseUrl(connected, server.tls(), server.ownAuthority(), headers),
        server.callers().peer(connected, headers));
  }

  private void refuse(int status, String detail) throws IOException {
    writer.write(Problems.of(status, detail), true, false);
    linger();
  }

  /**
   * Ends our side and reads on for a moment: closing with bytes unread would reset the connection
   * and take the answer from the caller.
   */
  private void linger() throws IOException {
    if (watch.expired()) {
      return;
    }
    watch.enter(Phase.WRITING, LINGER);
    socket.shutdownOutput();
    var scrap = new byte[2048];
    for (long read = 0; read < 2L * limits.body(); ) {
      int n = in.read(scrap);
      if (n < 0) {
        return;
      }
      read += n;
    }
  }
}
