package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and keys as text. */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private Pem() {}

  /**
   * @throws CertificateException if there is none or one is malformed
   */
  static List<Certificate> certificates(String text) throws CertificateException {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new CertificateException("there is no certificate in it");
    }
    var factory = CertificateFactory.getInstance("X.509");
    return List.copyOf(
        factory.generateCertificates(new ByteArrayInputStream(text.strip().getBytes(US_ASCII))));
  }

  /**
   * @param text one unencrypted PKCS#8 key: RSA, EC or Ed25519
   * @throws InvalidKeySpecException if it is anything else
   */
  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    var matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new InvalidKeySpecException("there is no unencrypted PKCS#8 key in it");
    }
    var spec = new PKCS8EncodedKeySpec(decode(matcher.group(1)));
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // one of another algorithm
      }
    }
    throw new InvalidKeySpecException("the key is neither RSA nor EC nor Ed25519");
  }

  /**
   * Makes sure that a certificate speaks of this key.
   *
   * @throws SignatureException if it does not
   */
  static void checkPair(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
    var signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> "Ed25519";
            });
    signature.initSign(key);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    if (!signature.verify(signed)) {
      throw new SignatureException("the key is not the certificate's");
    }
  }

  private static byte[] decode(String base64) throws InvalidKeySpecException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the key is not Base64", e);
    }
  }
}
