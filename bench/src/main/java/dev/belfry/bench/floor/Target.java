package dev.belfry.bench.floor;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The floor's one webhook: where events go, and the key that signs them. */
record Target(URI url, SecretKeySpec key) {

  /**
   * @param text the URL and the secret ({@code whsec_…}), with a space between
   */
  static Target parse(String text) {
    var parts = text.strip().split(" ", 2);
    var key = Base64.getDecoder().decode(parts[1].substring(6));
    return new Target(URI.create(parts[0]), new SecretKeySpec(key, "HmacSHA256"));
  }

  InetSocketAddress address() {
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  Mac mac() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
