package dev.belfry.server.http;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address and serves each connection on a virtual thread of its own. The handler is
 * called with whole requests, at most {@link HttpLimits#requests} at a time, and may block.
 */
public final class HttpServer implements AutoCloseable {

  static final String INTERNAL = "Something went wrong on this side.";
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration CHECK_EVERY = Duration.ofMillis(250);
  private static final int WAITING_TO_BE_ACCEPTED = 1024;

  private final ServerSocket listener;
  private final @Nullable SSLSocketFactory tls;
  private final HttpLimits limits;
  private final Callers callers;
  private final Function<Request, Response> handler;
  private final Semaphore requests;
  private final BodyBudget bodies;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  /**
   * Binds the address; requests are taken from {@link #start} on.
   *
   * @param tls null for plain HTTP
   * @throws IOException if the address cannot be listened on
   */
  public HttpServer(
      InetSocketAddress address,
      @Nullable SSLSocketFactory tls,
      HttpLimits limits,
      Callers callers,
      Function<Request, Response> handler)
      throws IOException {
    this.tls = tls;
    this.limits = limits;
    this.callers = callers;
    this.handler = handler;
    requests = new Semaphore(limits.requests());
    bodies = new BodyBudget(limits.bodies());
    listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, WAITING_TO_BE_ACCEPTED);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  public void start() {
    Thread.ofPlatform().name("http-accept-" + port()).start(this::acceptAll);
    Thread.ofVirtual().name("http-deadlines-" + port()).start(this::keepDeadlines);
  }

  /** The port really listened on. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Takes no more requests and waits for those under way; what is not done in time is cut.
   *
   * @return whether all were done in time
   */
  public boolean stop(Duration patience) {
    stopping = true;
    closeListener();
    open.forEach(Watch::endIfWaiting);
    boolean done = awaitNone(patience);
    open.forEach(Watch::close);
    stopped.countDown();
    return done;
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private boolean awaitNone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (connections.get() > 0 && System.nanoTime() - deadline < 0) {
        stopped.await(5, TimeUnit.MILLISECONDS);
        open.forEach(Watch::endIfWaiting);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return connections.get() == 0;
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("the listener did not close cleanly", e);
    }
  }

  private void acceptAll() {
    while (!stopping) {
      try {
        var socket = listener.accept();
        Thread.ofVirtual().name("http").start(() -> take(socket));
      } catch (IOException e) {
        if (!stopping) {
          LOG.warn("no connection can be accepted at the moment: {}", e.getMessage());
          pause();
        }
      }
    }
  }

  /** Out of file descriptors, for one: it passes, and the listener must outlive it. */
  private void pause() {
    try {
      stopped.await(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Socket socket) {
    var watch = new Watch(socket, limits.slowest().toNanos());
    open.add(watch);
    boolean room = connections.incrementAndGet() <= limits.connections();
    try {
      var end = tls == null ? socket : encrypted(tls, socket);
      end.setTcpNoDelay(true);
      if (room) {
        new Connection(this, end, watch).serve();
      } else if (tls == null) {
        new ResponseWriter(end.getOutputStream(), () -> {})
            .write(Problems.of(503, "Too many connections; try again."), true, false);
      }
      end.close();
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.getMessage());
    } finally {
      watch.close();
      connections.decrementAndGet();
      open.remove(watch);
    }
  }

  private static SSLSocket encrypted(SSLSocketFactory tls, Socket socket) throws IOException {
    var encrypted = (SSLSocket) tls.createSocket(socket, null, true);
    encrypted.setUseClientMode(false);
    encrypted.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    return encrypted;
  }

  private void keepDeadlines() {
    try {
      while (!stopped.await(CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        open.forEach(watch -> watch.check(now));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  Response handle(Request request) {
    if (!requests.tryAcquire()) {
      return Problems.of(503, "Too many requests at once; try again.");
    }
    try {
      return handler.apply(request);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return Problems.of(500, INTERNAL);
    } finally {
      requests.release();
    }
  }

  int openConnections() {
    return connections.get();
  }

  HttpLimits limits() {
    return limits;
  }

  Callers callers() {
    return callers;
  }

  BodyBudget bodies() {
    return bodies;
  }

  boolean stopping() {
    return stopping;
  }

  boolean tls() {
    return tls != null;
  }

  /** Host and port for callers that name none. */
  String ownAuthority() {
    return listener.getInetAddress().getHostAddress() + ":" + port();
  }
}
