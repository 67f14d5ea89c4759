package dev.belfry.engine.egress;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is read and built once for each choice. Shared by all who choose the same; the contexts made
 * from it, which remember sessions, are not.
 */
record TlsParts(TrustManager @Nullable [] trust, KeyManager @Nullable [] keys) {

  private static final char[] NO_PASSWORD = {};
  private static final int SESSIONS = 256;
  private static final int SESSION_SECONDS = 300;

  /**
   * @throws GeneralSecurityException if a PEM cannot be read, or key and certificate do not fit
   */
  static TlsParts of(TlsChoice choice) throws GeneralSecurityException {
    try {
      return new TlsParts(trust(choice), keys(choice));
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
  }

  private static TrustManager @Nullable [] trust(TlsChoice choice)
      throws GeneralSecurityException, IOException {
    if (!choice.verify()) {
      return new TrustManager[] {new TrustAll()};
    }
    KeyStore store = null;
    if (choice.authority() != null) {
      store = emptyStore();
      var number = 0;
      for (var certificate : Pem.certificates(choice.authority())) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(TlsChoice choice)
      throws GeneralSecurityException, IOException {
    if (choice.certificate() == null || choice.key() == null) {
      return null;
    }
    var chain = Pem.certificates(choice.certificate()).toArray(Certificate[]::new);
    var key = Pem.privateKey(choice.key());
    Pem.checkPair(key, chain[0]);
    var store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  SSLContext context() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    context.getClientSessionContext().setSessionCacheSize(SESSIONS);
    context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
    return context;
  }
}
