package dev.belfry.server;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.config.SettingFault;
import dev.belfry.server.config.Settings.Listening;
import dev.belfry.server.config.Settings.Tls;
import dev.belfry.server.http.Callers;
import dev.belfry.server.http.HttpLimits;
import dev.belfry.server.http.HttpServer;
import dev.belfry.server.http.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens the ports that the settings name. */
final class Listeners {

  private final Listening listening;
  private final @Nullable SSLSocketFactory tls;

  /**
   * Opens nothing yet.
   *
   * @throws Failure if the certificate cannot be used
   */
  Listeners(Listening listening) {
    this.listening = listening;
    tls = listening.tls().map(Listeners::tls).orElse(null);
  }

  /** What is wrong with the files of the certificate. */
  static List<SettingFault> faults(Listening listening) {
    try {
      listening.tls().ifPresent(files -> TlsFiles.load(files.certificates(), files.key()));
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(new SettingFault("tls_cert", "with tls_key: " + e.getMessage()));
    }
  }

  /**
   * The port for everything.
   *
   * @throws Failure if it cannot be listened on
   */
  HttpServer main(Function<Request, Response> handler) {
    return listen(listening.port(), tls, handler);
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

  /** How programs on this machine reach the main port. */
  URI nearAddress(HttpServer main) {
    var address = address(main);
    return switch (listening.host()) {
      case "0.0.0.0" -> URI.create(address.getScheme() + "://127.0.0.1:" + main.port());
      case "::", "[::]" -> URI.create(address.getScheme() + "://[::1]:" + main.port());
      default -> address;
    };
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
