import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Verify {
  /** headers: names in lower case; body: the bytes as they came in */
  public static boolean verify(String secret, Map<String, String> headers, byte[] body, long now)
      throws Exception {
    var id = headers.getOrDefault("webhook-id", "");
    var at = headers.getOrDefault("webhook-timestamp", "");
    if (id.isEmpty() || !at.matches("[0-9]{1,12}") || Math.abs(now - Long.parseLong(at)) > 300) {
      return false;
    }
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
    mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
    var good = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    for (var one : headers.getOrDefault("webhook-signature", "").split(" ")) {
      if (MessageDigest.isEqual(good.getBytes(), one.getBytes())) {
        return true;
      }
    }
    return false;
  }
}
