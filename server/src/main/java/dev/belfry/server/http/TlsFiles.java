package dev.belfry.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The server's own certificate, from PEM files. */
public final class TlsFiles {

  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

  private TlsFiles() {}

  /**
   * Makes sockets that show this certificate.
   *
   * @param certificates the server's certificate first, then those that vouch for it
   * @param key its private key, PKCS#8, not encrypted
   * @throws IllegalArgumentException with a sentence for the operator
   */
  public static SSLSocketFactory load(Path certificates, Path key) {
    try {
      var chain = chain(certificates);
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", privateKey(key), new char[0], chain);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context.getSocketFactory();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("do not go together: " + e.getMessage(), e);
    }
  }

  private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
    var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
    var chain = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException(file + " has no certificate");
    }
    return chain.toArray(Certificate[]::new);
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    var text = Files.readString(file, StandardCharsets.US_ASCII);
    int start = text.indexOf("-----BEGIN PRIVATE KEY-----");
    int end = text.indexOf("-----END PRIVATE KEY-----");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          file
              + " has no PKCS#8 key; make one with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    var der = Base64.getMimeDecoder().decode(text.substring(text.indexOf('\n', start), end));
    for (var kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException _) {
        // Of another kind.
      }
    }
    throw new IllegalArgumentException(file + " has a key that is none of " + KINDS);
  }
}
