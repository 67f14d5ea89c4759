package dev.belfry.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.bench.wire.HttpFrames;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
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
    var key = new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256");
    return request -> {
      try {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update(request.bytes(), request.bodyStart(), request.bodyEnd() - request.bodyStart());
        return HexFormat.of().formatHex(mac.doFinal()).equals(request.header(header));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
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
