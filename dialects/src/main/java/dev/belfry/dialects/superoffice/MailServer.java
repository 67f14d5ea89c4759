package dev.belfry.dialects.superoffice;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Through which server notices leave.
 *
 * @param tls from the first byte
 * @param user null for none
 * @param password null for none; never shown in {@link #toString}
 * @param from the sender's address
 */
public record MailServer(
    boolean tls,
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    String from) {

  /**
   * Reads the setting.
   *
   * @param url {@code smtp://[user:password@]host[:587]} or {@code smtps://…[:465]}
   * @throws IllegalArgumentException naming the setting, without repeating it
   */
  static MailServer read(String url, String from) {
    if (from.indexOf('@') < 1) {
      throw new IllegalArgumentException("mailfrom must be the address that mails come from");
    }
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException _) {
      throw malformed();
    }
    var tls = "smtps".equals(uri.getScheme());
    if ((!tls && !"smtp".equals(uri.getScheme())) || uri.getHost() == null) {
      throw malformed();
    }
    var pair = uri.getUserInfo();
    var colon = pair == null ? -1 : pair.indexOf(':');
    if (pair != null && colon < 1) {
      throw malformed();
    }
    return new MailServer(
        tls,
        uri.getHost(),
        uri.getPort() < 0 ? (tls ? 465 : 587) : uri.getPort(),
        pair == null ? null : pair.substring(0, colon),
        pair == null ? null : pair.substring(colon + 1),
        from);
  }

  @Override
  public String toString() {
    return "MailServer[" + host + ":" + port + "]";
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "smtp must be smtp://[user:password@]host[:port] or smtps://…");
  }
}
