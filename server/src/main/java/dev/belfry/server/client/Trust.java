package dev.belfry.server.client;

import dev.belfry.server.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   * @throws Failure if it has none
   */
  static SSLContext in(Path file) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        store.setCertificateEntry("ca" + store.size(), one);
      }
      if (store.size() == 0) {
        throw new Failure("--ca: " + file + " has no certificate");
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (NoSuchFileException _) {
      throw new Failure("--ca: there is no file " + file);
    } catch (IOException e) {
      throw new Failure("--ca: " + file + " cannot be read: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new Failure("--ca: " + file + " has no certificates as PEM: " + e.getMessage());
    }
  }
}
