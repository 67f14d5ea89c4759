package dev.belfry.server.console.session;

import dev.belfry.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs portal links. A link tells whom it is for and until when; nothing of it is stored. */
public final class PortalKey {

  /** Besides these a theme may be none, for the viewer's own. */
  public static final List<String> THEMES = List.of("light", "dark");

  private static final String NONE = "auto";

  private final SecretKeySpec key;

  /**
   * @param key 32 bytes that only this server has
   */
  public PortalKey(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** {@code <tenant>.<r|w>.<theme>.<seconds>.<mac>}: nothing in it needs encoding in a URL. */
  public String token(Who.Guest guest) {
    var claims =
        String.join(
            ".",
            guest.tenant().value(),
            guest.readOnly() ? "r" : "w",
            guest.theme().isEmpty() ? NONE : guest.theme(),
            Long.toString(guest.until().getEpochSecond()));
    return claims + "." + mac(claims);
  }

  /** Whom a token names; empty if it is not ours. Whether it has run out is for the session. */
  public Optional<Who.Guest> read(String token) {
    var last = token.lastIndexOf('.');
    if (last < 0 || !Tokens.same(mac(token.substring(0, last)), token.substring(last + 1))) {
      return Optional.empty();
    }
    var claims = token.split("\\.", -1);
    return Optional.of(
        new Who.Guest(
            new TenantId(claims[0]),
            claims[1].equals("r"),
            claims[2].equals(NONE) ? "" : claims[2],
            Instant.ofEpochSecond(Long.parseLong(claims[3]))));
  }

  private String mac(String claims) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Tokens.text(mac.doFinal(claims.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
