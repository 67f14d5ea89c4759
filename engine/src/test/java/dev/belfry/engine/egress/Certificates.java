package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate and its key, made by the JDK's own tool. */
record Certificates(KeyStore store) {

  private static final String ALIAS = "one";
  private static final char[] PASSWORD = "only-for-tests".toCharArray();

  /**
   * @param names such as {@code ip:127.0.0.1} or {@code dns:hooks.example.com}
   * @param options of keytool, such as {@code -startdate -10d -validity 5}
   */
  static Certificates make(Path folder, String algorithm, String names, String... options)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = Files.createTempFile(folder, "keys", ".p12");
    Files.delete(file);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                ALIAS,
                "-dname",
                "CN=Test",
                "-keyalg",
                algorithm,
                "-ext",
                "san=" + names));
    command.addAll(List.of(options));
    var tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(tool.getInputStream().readAllBytes(), US_ASCII);
    if (tool.waitFor() != 0) {
      throw new IOException(said);
    }
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new Certificates(store);
  }

  String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
  }

  String keyPem() throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
  }

  /** Shows this certificate, and trusts the other if there is one. */
  SSLContext serverTrusting(Certificates... clients) throws GeneralSecurityException, IOException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (var client : clients) {
      trusted.setCertificateEntry("client", client.store.getCertificate(ALIAS));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(
        keys.getKeyManagers(), clients.length == 0 ? null : trust.getTrustManagers(), null);
    return context;
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
  }
}
