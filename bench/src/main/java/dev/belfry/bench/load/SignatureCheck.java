package dev.belfry.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.bench.wire.HttpFrames;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request is signed as Standard Webhooks 1.0.0 says ({@code v1}). Written apart from the
 * programs under test, so that they do not check themselves.
 */
interface SignatureCheck {

  /** Nothing is asked. */
  SignatureCheck NONE = _ -> true;

  boolean holds(HttpFrames request);

  /**
   * Asks for one good signature.
   *
   * @param secret {@code whsec_} and Base64
   */
  static SignatureCheck with(String secret) {
    var key = new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256");
    return request -> {
      var id = request.header("webhook-id");
      var at = request.header("webhook-timestamp");
      var given = request.header("webhook-signature");
      if (id == null || at == null || given == null) {
        return false;
      }
      var wanted = sign(key, (id + "." + at + ".").getBytes(US_ASCII), request);
      for (var one : given.split(" ", -1)) {
        if (one.equals(wanted)) {
          return true;
        }
      }
      return false;
    };
  }

  private static String sign(SecretKeySpec key, byte[] prefix, HttpFrames request) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(prefix);
      mac.update(request.bytes(), request.bodyStart(), request.bodyEnd() - request.bodyStart());
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
