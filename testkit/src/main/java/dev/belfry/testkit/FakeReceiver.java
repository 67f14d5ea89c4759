package dev.belfry.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A receiver for tests: real HTTP/1.1 over real sockets, replies by script, everything recorded.
 * Answers 200 until told otherwise. Closing it cuts all connections, ends all waits and gives the
 * port back.
 */
public final class FakeReceiver implements AutoCloseable {

  private static final int BACKLOG = 4096;
  private static final int MAX_CONNECTIONS = 10_000;

  private final ServerSocket server;
  private final @Nullable SSLContext tls;
  private final InstantSource clock;
  private final Script usual = new Script(Reply.ok());
  private final Map<String, Script> byPath = new ConcurrentHashMap<>();
  private final Requests requests = new Requests();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fake-receiver-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger handling = new AtomicInteger();
  private final AtomicInteger mostHandled = new AtomicInteger();

  private FakeReceiver(InetSocketAddress at, @Nullable SSLContext tls, InstantSource clock)
      throws IOException {
    this.tls = tls;
    this.clock = clock;
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(at, BACKLOG);
  }

  /** On a free port of 127.0.0.1. */
  public static FakeReceiver start() {
    return start(0);
  }

  /** On this port of 127.0.0.1: for a receiver that comes back. */
  public static FakeReceiver start(int port) {
    return start(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
        null,
        InstantSource.system());
  }

  /** HTTPS on a free port of 127.0.0.1, with the certificate of {@code tls}. */
  public static FakeReceiver startTls(SSLContext tls) {
    return start(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), tls, InstantSource.system());
  }

  /**
   * Starts one as told.
   *
   * @param tls plain HTTP if null
   * @param clock tells when requests arrive
   * @throws UncheckedIOException if the address is taken
   */
  public static FakeReceiver start(
      InetSocketAddress at, @Nullable SSLContext tls, InstantSource clock) {
    try {
      var receiver = new FakeReceiver(at, tls, clock);
      receiver.threads.execute(receiver::accept);
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The address of a path, which begins with a slash. */
  public URI url(String path) {
    var host = server.getInetAddress().getHostAddress();
    var literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create((tls == null ? "http://" : "https://") + literal + ":" + port() + path);
  }

  /** The script of every path that has none of its own. */
  public Script script() {
    return usual;
  }

  /** The script of one path (without query); made on first use, then 200 unless told otherwise. */
  public Script script(String path) {
    return byPath.computeIfAbsent(path, _ -> new Script(Reply.ok()));
  }

  /** What came, in order; the latest 200,000 and at most 256 MiB of bodies. */
  public List<ReceivedRequest> requests() {
    return requests.all();
  }

  /** How many came, kept or not. */
  public int count() {
    return requests.count();
  }

  /** Forgets what came and counts from 0. */
  public void forget() {
    requests.forget();
  }

  /**
   * Waits until {@code count} requests came and returns all that came.
   *
   * @throws AssertionError if fewer came within {@code limit}
   */
  public List<ReceivedRequest> await(int count, Duration limit) {
    if (!requests.await(count, limit)) {
      throw new AssertionError(
          "%d of %d requests came within %d ms".formatted(count(), count, limit.toMillis()));
    }
    return requests();
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** How many requests were being answered at the same time, at most. */
  public int mostConcurrent() {
    return mostHandled.get();
  }

  @Override
  public void close() {
    closing.countDown();
    closeQuietly(server);
    open.forEach(FakeReceiver::closeQuietly);
    threads.shutdownNow();
    try {
      // A listening socket gives its port back only when the thread in accept() has left it.
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        if (closing.getCount() == 0 || open.size() > MAX_CONNECTIONS) {
          open.remove(socket);
          closeQuietly(socket);
          continue;
        }
        var number = connections.incrementAndGet();
        threads.execute(() -> serve(socket, number));
      } catch (IOException | RejectedExecutionException _) {
        // closed, or a connection that broke before it was taken
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var stream = tls == null ? socket : overTls(tls, socket);
      var reader = new RequestReader(stream.getInputStream(), clock, number);
      var writer = new ReplyWriter(stream.getOutputStream(), closing);
      converse(socket, stream, reader, writer);
    } catch (IOException | NumberFormatException _) {
      // the other side broke off, or spoke no HTTP
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private void converse(Socket raw, Socket stream, RequestReader reader, ReplyWriter writer)
      throws IOException, InterruptedException {
    for (var request = reader.next(); request != null; request = reader.next()) {
      switch (answer(request, writer)) {
        case KEEP -> {}
        case CLOSE -> {
          stream.close();
          return;
        }
        case RESET -> {
          raw.setSoLinger(true, 0);
          return;
        }
        case STALL -> {
          reader.awaitEnd();
          return;
        }
      }
    }
  }

  private ReplyWriter.Next answer(ReceivedRequest request, ReplyWriter writer)
      throws IOException, InterruptedException {
    var now = handling.incrementAndGet();
    try {
      mostHandled.accumulateAndGet(now, Math::max);
      requests.add(request);
      var own = byPath.get(request.path());
      return writer.write((own == null ? usual : own).take(), request);
    } finally {
      handling.decrementAndGet();
    }
  }

  private static Socket overTls(SSLContext tls, Socket raw) throws IOException {
    return tls.getSocketFactory().createSocket(raw, null, true);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // going away anyway
    }
  }
}
