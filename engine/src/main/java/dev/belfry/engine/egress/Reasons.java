package dev.belfry.engine.egress;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/**
 * Words for people, from exceptions whose own words are not: always the same, without addresses.
 */
final class Reasons {

  static final String TIME_OVER = "the time limit ran out";

  private Reasons() {}

  static String ofConnecting(IOException e, Deadline deadline) {
    if (deadline.isUp()) {
      return TIME_OVER;
    }
    if (e instanceof SocketTimeoutException) {
      return "nobody answered at this address";
    }
    var message = String.valueOf(e.getMessage());
    if (message.contains("refused")) {
      return "the connection was refused";
    }
    return message.contains("unreachable") || message.contains("No route")
        ? "there is no route to this address"
        : "no connection could be made";
  }

  static String ofTls(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _ -> {
          return "the certificate has expired";
        }
        case CertificateNotYetValidException _ -> {
          return "the certificate is not valid yet";
        }
        case CertPathBuilderException _ -> {
          return "the certificate does not lead to a trusted authority";
        }
        case CertificateException c when isAboutName(c) -> {
          return "the certificate is for another name";
        }
        default -> {}
      }
    }
    return "the TLS handshake failed";
  }

  private static boolean isAboutName(CertificateException e) {
    var message = String.valueOf(e.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }
}
