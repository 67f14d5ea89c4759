package dev.belfry.server.client;

import dev.belfry.engine.store.FileFault;
import dev.belfry.server.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed, where that is said by a file. */
final class Trust {

  private Trust() {}

  /**
   * Believes what these certificates vouch for, and nothing else.
   *
   * @param file certificates as PEM
   * @param origin what named the file, for whoever is told that it cannot be used
   * @throws Failure if it has none
   */
  static SSLContext in(Path file, String origin) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        store.setCertificateEntry("ca" + store.size(), one);
      }
      if (store.size() == 0) {
        throw new Failure(origin + ": " + file + " has no certificate");
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new Failure(origin + ": " + file + " cannot be read: " + FileFault.text(e));
    } catch (GeneralSecurityException e) {
      throw new Failure(origin + ": " + file + " has no certificates as PEM: " + e.getMessage());
    }
  }
}
