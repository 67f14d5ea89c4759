package dev.belfry.server;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.config.Settings;
import dev.belfry.server.config.Settings.Listening;
import dev.belfry.server.http.Callers;
import dev.belfry.server.http.HttpLimits;
import dev.belfry.server.http.HttpServer;
import dev.belfry.server.http.Problems;
import dev.belfry.server.http.TlsFiles;
import dev.belfry.server.ops.OpsRoutes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A running Belfry: all parts, built in one place. */
public final class Program implements AutoCloseable {

  private static final Duration REQUESTS_UNDER_WAY = Duration.ofSeconds(1);

  private final Settings settings;
  private final HttpServer http;
  private final @Nullable HttpServer metricsHttp;

  private Program(Settings settings, HttpServer http, @Nullable HttpServer metricsHttp) {
    this.settings = settings;
    this.http = http;
    this.metricsHttp = metricsHttp;
  }

  /**
   * Starts everything and returns when requests are answered.
   *
   * @throws Failure if an address cannot be listened on or a file cannot be used
   */
  public static Program start(Settings settings) {
    Supplier<String> figures = () -> "";
    var listening = settings.listening();
    boolean metricsHere = listening.metricsPort().isEmpty();
    var routes =
        new OpsRoutes(
            Version.text(),
            Optional::empty,
            figures,
            metricsHere,
            _ -> Problems.of(404, "There is nothing here."));
    var http = listen(listening, listening.port(), tls(listening), routes);
    var metricsHttp =
        metricsHere
            ? null
            : listen(
                listening,
                listening.metricsPort().orElseThrow(),
                null,
                OpsRoutes.metricsOnly(figures));
    http.start();
    if (metricsHttp != null) {
      metricsHttp.start();
    }
    return new Program(settings, http, metricsHttp);
  }

  /** The address people and programs may use, with the real port. */
  public URI address() {
    var host = settings.listening().host();
    var literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    var scheme = settings.listening().tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://" + literal + ":" + http.port());
  }

  /** Takes no more requests, lets what is under way finish for a while, and closes the store. */
  @Override
  public void close() {
    http.stop(REQUESTS_UNDER_WAY);
    if (metricsHttp != null) {
      metricsHttp.close();
    }
  }

  private static @Nullable SSLSocketFactory tls(Listening listening) {
    return listening
        .tls()
        .map(files -> {
          try {
            return TlsFiles.load(files.certificates(), files.key());
          } catch (IllegalArgumentException e) {
            throw new Failure("tls_cert and tls_key: " + e.getMessage());
          }
        })
        .orElse(null);
  }

  private static HttpServer listen(
      Listening listening,
      int port,
      @Nullable SSLSocketFactory tls,
      Function<Request, Response> handler) {
    var callers =
        new Callers(
            listening.trustedProxies(), listening.publicUrl().map(URI::toString).orElse(null));
    var limits =
        HttpLimits.of(
            listening.maxBody(), Runtime.getRuntime().maxMemory(), FileDescriptors.most());
    var address = new InetSocketAddress(listening.host(), port);
    try {
      return new HttpServer(address, tls, limits, callers, handler);
    } catch (IOException e) {
      throw new Failure(
          "cannot listen on " + listening.host() + ":" + port + ": " + e.getMessage());
    }
  }
}
