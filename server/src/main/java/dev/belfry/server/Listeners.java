package dev.belfry.server;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.config.Settings.Listening;
import dev.belfry.server.config.Settings.Tls;
import dev.belfry.server.http.Callers;
import dev.belfry.server.http.HttpLimits;
import dev.belfry.server.http.HttpServer;
import dev.belfry.server.http.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens the ports that the settings name. */
final class Listeners {

  private final Listening listening;

  Listeners(Listening listening) {
    this.listening = listening;
  }

  /**
   * The port for everything.
   *
   * @throws Failure if it cannot be listened on, or the certificate cannot be used
   */
  HttpServer main(Function<Request, Response> handler) {
    return listen(listening.port(), listening.tls().map(Listeners::tls).orElse(null), handler);
  }

  /** The port for the figures alone, if there is to be one. */
  Optional<HttpServer> metrics(Function<Request, Response> handler) {
    return listening.metricsPort().map(port -> listen(port, null, handler));
  }

  /** How people and programs reach the main port. */
  URI address(HttpServer main) {
    var host = listening.host();
    var literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    var scheme = listening.tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://" + literal + ":" + main.port());
  }

  private static SSLSocketFactory tls(Tls files) {
    try {
      return TlsFiles.load(files.certificates(), files.key());
    } catch (IllegalArgumentException e) {
      throw new Failure("tls_cert and tls_key: " + e.getMessage());
    }
  }

  private HttpServer listen(
      int port, @Nullable SSLSocketFactory tls, Function<Request, Response> handler) {
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
