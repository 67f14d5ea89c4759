package dev.belfry.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.bench.wire.HttpFrames;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request proves who sent it, as its dialect does. Written apart from the programs under
 * test, so that they do not check themselves.
 */
public interface SignatureCheck {

  /** Nothing is asked. */
  SignatureCheck NONE = _ -> true;

  boolean holds(HttpFrames request);

  /**
   * Asks for one good signature of Standard Webhooks 1.0.0 ({@code v1}).
   *
   * @param secret {@code whsec_} and Base64
   */
  static SignatureCheck standard(String secret) {
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

  /** Asks for a header with just that value. */
  static SignatureCheck header(String name, String value) {
    return request -> value.equals(request.header(name));
  }

  /**
   * Asks for the HMAC-SHA256 of the body in small hex digits, as Smartsheet signs.
   *
   * @param secret its characters are the key
   */
  static SignatureCheck hex(String header, String secret) {
    return ofBody(header, secret, HexFormat.of()::formatHex);
  }

  /** The same in Base64, as SuperOffice signs. */
  static SignatureCheck base64(String header, String secret) {
    return ofBody(header, secret, Base64.getEncoder()::encodeToString);
  }

  private static SignatureCheck ofBody(
      String header, String secret, Function<byte[], String> form) {
    var key = new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256");
    return request -> form.apply(hmac(key, new byte[0], request)).equals(request.header(header));
  }

  private static String sign(SecretKeySpec key, byte[] prefix, HttpFrames request) {
    return "v1," + Base64.getEncoder().encodeToString(hmac(key, prefix, request));
  }

  private static byte[] hmac(SecretKeySpec key, byte[] prefix, HttpFrames request) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(prefix);
      mac.update(request.bytes(), request.bodyStart(), request.bodyEnd() - request.bodyStart());
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
