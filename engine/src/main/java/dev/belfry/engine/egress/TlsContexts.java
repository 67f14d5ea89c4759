package dev.belfry.engine.egress;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** TLS over a connected socket: 1.2 at least, the name verified unless switched off. */
public final class TlsContexts {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final int MOST_KEPT = 4096;

  private final Map<TlsChoice, TlsParts> parts = new ConcurrentHashMap<>();
  private final Map<PoolAndChoice, SSLContext> contexts = new ConcurrentHashMap<>();

  private record PoolAndChoice(String pool, TlsChoice choice) {}

  TlsContexts() {}

  /** Why no connection can be made with this choice; empty if one can. */
  public static Optional<String> faultOf(TlsChoice choice) {
    if ((choice.certificate() == null) != (choice.key() == null)) {
      return Optional.of("needs both certificate and key, or neither");
    }
    try {
      TlsParts.of(choice);
      return Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.of("has PEM that cannot be read, or a key that is not the certificate's");
    }
  }

  /**
   * @throws GeneralSecurityException if the choice's PEM cannot be read
   */
  SSLSocket over(Socket socket, Route route) throws IOException, GeneralSecurityException {
    var factory = context(route).getSocketFactory();
    var secure = (SSLSocket) factory.createSocket(socket, bare(route.host()), route.port(), true);
    var parameters = secure.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    if (route.tls().verify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    secure.setSSLParameters(parameters);
    return secure;
  }

  /**
   * Refuses a certificate outside its time even when it is itself the trusted one, which the usual
   * verification then lets pass.
   */
  static void checkDates(SSLSocket connected, TlsChoice choice) throws SSLException {
    if (choice.verify()
        && connected.getSession().getPeerCertificates()[0] instanceof X509Certificate shown) {
      try {
        shown.checkValidity();
      } catch (CertificateException e) {
        throw new SSLHandshakeException("the certificate is not valid today", e);
      }
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private SSLContext context(Route route) throws GeneralSecurityException {
    var key = new PoolAndChoice(route.pool(), route.tls());
    var known = contexts.get(key);
    if (known != null) {
      return known;
    }
    var made = partsOf(route.tls()).context();
    if (contexts.size() >= MOST_KEPT) {
      contexts.clear();
    }
    var other = contexts.putIfAbsent(key, made);
    return other == null ? made : other;
  }

  private TlsParts partsOf(TlsChoice choice) throws GeneralSecurityException {
    var known = parts.get(choice);
    if (known != null) {
      return known;
    }
    var made = TlsParts.of(choice);
    if (parts.size() >= MOST_KEPT) {
      parts.clear();
    }
    var other = parts.putIfAbsent(choice, made);
    return other == null ? made : other;
  }
}
