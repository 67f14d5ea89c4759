package dev.belfry.dialects.smartsheet;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What proves who sent a callback (section 10.2). */
final class Signature {

  static final String HEADER = "Smartsheet-Hmac-SHA256";

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * HMAC-SHA256 of the body alone, 64 small hex digits.
   *
   * @param secret the secret's characters as they stand
   */
  static String of(byte[] secret, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
