package dev.belfry.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate with its key (EC P-256), made on the spot for receivers in tests. */
public final class TestCertificate {

  private static final char[] NO_PASSWORD = {};
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestCertificate(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Valid from yesterday till tomorrow.
   *
   * @param names of hosts, or literal addresses
   */
  public static TestCertificate of(String... names) {
    var now = Instant.now();
    return of(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), List.of(names));
  }

  /** Valid, or not, from and until any time. */
  public static TestCertificate of(Instant from, Instant until, List<String> names) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var der = signed(keys, toBeSigned(keys, from, until, names));
      var factory = CertificateFactory.getInstance("X.509");
      var certificate = factory.generateCertificate(new ByteArrayInputStream(der));
      return new TestCertificate(keys, (X509Certificate) certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate, as a client needs it to trust this one and no other. */
  public String pem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key, PKCS#8. */
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /**
   * For either end of a connection: shows this certificate, and trusts this one and no other. A
   * server asks for a client's certificate only where it is set to.
   */
  public SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("own", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
      store.setCertificateEntry("trusted", certificate);
      var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      shown.init(store, NO_PASSWORD);
      var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] toBeSigned(KeyPair keys, Instant from, Instant until, List<String> names) {
    var name =
        Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text("belfry test " + names))));
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(64, new SecureRandom()).add(BigInteger.ONE)),
        Der.sequence(Der.oid(ECDSA_WITH_SHA256)),
        name,
        Der.sequence(Der.time(from), Der.time(until)),
        name,
        keys.getPublic().getEncoded(),
        Der.tagged(0xa3, Der.sequence(authority(), alternativeNames(names))));
  }

  private static byte[] authority() {
    return Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(Der.sequence(Der.yes())));
  }

  private static byte[] alternativeNames(List<String> names) {
    var each = names.stream().map(TestCertificate::alternativeName).toArray(byte[][]::new);
    return Der.sequence(Der.oid(ALTERNATIVE_NAMES), Der.octets(Der.sequence(each)));
  }

  private static byte[] alternativeName(String name) {
    try {
      return Der.tagged(0x87, InetAddress.ofLiteral(name).getAddress());
    } catch (IllegalArgumentException _) {
      return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static byte[] signed(KeyPair keys, byte[] toBeSigned) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(toBeSigned);
    return Der.sequence(
        toBeSigned, Der.sequence(Der.oid(ECDSA_WITH_SHA256)), Der.bits(signature.sign()));
  }

  private static String pem(String what, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
