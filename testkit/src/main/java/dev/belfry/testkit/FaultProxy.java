package dev.belfry.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on 127.0.0.1 that makes the way to a target bad: slow, stalled, cut, in slices.
 * Settings hold for all connections, also those already open, in both directions.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int BUFFER = 16 * 1024;
  private static final int MAX_CONNECTIONS = 5_000;
  private static final long LOOK_EVERY_MS = 5;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fault-proxy-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean stalled;
  private volatile int slice = BUFFER;
  private volatile long answerBytes = Long.MAX_VALUE;

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 4096, InetAddress.ofLiteral("127.0.0.1"));
  }

  /**
   * On a free port; passes everything on until told otherwise.
   *
   * @throws UncheckedIOException if no port is free
   */
  public static FaultProxy to(InetSocketAddress target) {
    try {
      var proxy = new FaultProxy(target);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** Holds back each piece of up to 16 KiB for so long: latency, and a limit to the rate. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Passes nothing on, but keeps connections, until {@link #resume}. */
  public void stall() {
    stalled = true;
  }

  public void resume() {
    stalled = false;
  }

  /** Passes on at most so many bytes in one write. */
  public void slice(int bytes) {
    slice = Math.clamp(bytes, 1, BUFFER);
  }

  /** Resets each connection once so many bytes of the target's answers were passed on. */
  public void resetAfter(long bytes) {
    answerBytes = bytes;
  }

  /** Resets all open connections, towards both sides; new ones are taken as before. */
  public void resetAll() {
    open.forEach(FaultProxy::reset);
  }

  @Override
  public void close() {
    closing.countDown();
    closeQuietly(server);
    open.forEach(FaultProxy::closeQuietly);
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        open.add(client);
        if (closing.getCount() == 0 || open.size() > 2 * MAX_CONNECTIONS) {
          forget(client);
          continue;
        }
        connections.incrementAndGet();
        threads.execute(() -> join(client));
      } catch (IOException | RejectedExecutionException _) {
        // closed, or a connection that broke before it was taken
      }
    }
  }

  private void join(Socket client) {
    var far = new Socket();
    open.add(far);
    try {
      far.connect(target, 10_000);
      far.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      var upward = threads.submit(() -> pump(client, far, false));
      pump(far, client, true);
      upward.get();
    } catch (Exception _) {
      // one side is gone: so is the other
    } finally {
      forget(far);
      forget(client);
    }
  }

  /** Passes bytes on until {@code from} ends, then tells {@code to} so. */
  private void pump(Socket from, Socket to, boolean answers) {
    var buffer = new byte[BUFFER];
    var passed = 0L;
    try {
      var in = from.getInputStream();
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        var may = answers ? Math.min(read, answerBytes - passed) : read;
        if (!waited()) {
          throw new IOException("closed");
        }
        passOn(buffer, (int) Math.max(0, may), to);
        passed += read;
        if (answers && passed >= answerBytes) {
          throw new IOException("enough");
        }
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException _) {
      reset(from);
      reset(to);
    }
  }

  private void passOn(byte[] buffer, int length, Socket to) throws IOException {
    var step = slice;
    for (var at = 0; at < length; at += step) {
      to.getOutputStream().write(buffer, at, Math.min(step, length - at));
    }
  }

  /** Waits as long as told; false if the proxy ended meanwhile. */
  private boolean waited() throws InterruptedException {
    var ended = closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    while (!ended && stalled) {
      ended = closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
    return !ended;
  }

  private void forget(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // closed already
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // going away anyway
    }
  }
}
