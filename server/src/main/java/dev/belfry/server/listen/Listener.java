package dev.belfry.server.listen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.dialects.ChallengeAnswer;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A receiver: takes requests, checks them, tells of each, answers. A request with a bad or no
 * signature gets 401 when there are secrets to check with, as a careful receiver would do.
 */
public final class Listener implements AutoCloseable {

  private static final int MAX_BODY = 16 << 20;
  private static final int BACKLOG = 1024;

  static {
    // Read by the JDK's server once: answer without waiting for acknowledgements of what was sent
    // before, and give up on a request that takes over a minute to arrive.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Manners manners;
  private final InstantSource clock;
  private final Consumer<Received> each;

  /**
   * How a listener answers.
   *
   * @param status to requests that are neither challenges nor refused; 200 to 599
   * @param delay before each answer
   * @param challenges asked in order; the first that knows the request answers it
   */
  public record Manners(
      Signatures signatures, int status, Duration delay, List<ChallengeAnswer> challenges) {
    public Manners {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("a status must be 200 to 599");
      }
      challenges = List.copyOf(challenges);
    }
  }

  private Listener(
      HttpServer server, Manners manners, InstantSource clock, Consumer<Received> each) {
    this.server = server;
    this.manners = manners;
    this.clock = clock;
    this.each = each;
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("listener-", 0).factory());
  }

  /**
   * Starts to listen.
   *
   * @param at port 0 takes a free one
   * @param each told of every request before it is answered; called by several threads at once
   * @throws java.net.BindException if the address is taken
   */
  public static Listener start(
      InetSocketAddress at, Manners manners, InstantSource clock, Consumer<Received> each)
      throws IOException {
    var server = HttpServer.create(at, BACKLOG);
    var listener = new Listener(server, manners, clock, each);
    server.setExecutor(listener.threads);
    server.createContext("/", listener::handle);
    server.start();
    return listener;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Where it listens, without a slash at the end. */
  public URI url() {
    var host = server.getAddress().getAddress().getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      var answer = body.length > MAX_BODY ? tooLarge(exchange) : judged(exchange, body);
      if (!manners.delay().isZero()) {
        Thread.sleep(manners.delay());
      }
      send(exchange, answer);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Response judged(HttpExchange exchange, byte[] body) {
    var now = clock.instant();
    var request = request(exchange, body);
    var check = manners.signatures().check(request, now);
    var answer =
        manners.challenges().stream()
            .flatMap(challenge -> challenge.to(request).stream())
            .findFirst()
            .orElseGet(() -> Response.of(check.acceptable() ? manners.status() : 401));
    each.accept(new Received(now, request, check, answer.status()));
    return answer;
  }

  private Response tooLarge(HttpExchange exchange) {
    var request = request(exchange, new byte[0]);
    var check = new Check.NotChecked("the body is over 16 MiB");
    each.accept(new Received(clock.instant(), request, check, 413));
    return Response.of(413).with("Connection", "close");
  }

  private Request request(HttpExchange exchange, byte[] body) {
    var uri = exchange.getRequestURI();
    var query = uri.getRawQuery();
    var path = uri.getPath();
    return new Request(
        exchange.getRequestMethod(),
        path == null ? "/" : path,
        query == null ? "" : query,
        headers(exchange),
        body,
        Map.of(),
        url().toString(),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static Map<String, List<String>> headers(HttpExchange exchange) {
    var headers = new HashMap<String, List<String>>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return headers;
  }

  private static void send(HttpExchange exchange, Response answer) throws IOException {
    answer
        .headers()
        .forEach(field -> exchange.getResponseHeaders().add(field.name(), field.value()));
    var bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
    if (!bodiless) {
      exchange.getResponseBody().write(answer.body());
    }
  }
}
