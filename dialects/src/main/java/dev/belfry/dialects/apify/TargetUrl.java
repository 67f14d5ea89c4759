package dev.belfry.dialects.apify;

import dev.belfry.engine.webhook.Auth;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@code requestUrl} leads: encoded as browsers do it, without a fragment, and with what
 * stands before its host as basic credentials.
 *
 * @param auth null if there is nothing before the host
 */
record TargetUrl(URI url, @Nullable Auth auth) {

  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://(?:([^/?#@]*)@)?([^/?#]*)([^#]*)(?:#.*)?");
  private static final String ENCODED = " \"<>\\^`{|}[]";

  /** Empty if no request can be made to it. */
  static Optional<TargetUrl> of(String requestUrl) {
    var parts = PARTS.matcher(requestUrl);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      var path = encoded(parts.group(4));
      var url =
          parts.group(1).toLowerCase(Locale.ROOT)
              + "://"
              + host(parts.group(3))
              + (path.isEmpty() || path.startsWith("/") ? path : "/" + path);
      return Optional.of(new TargetUrl(new URI(url), auth(parts.group(2))));
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String host(String host) {
    return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
  }

  private static @Nullable Auth auth(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    var colon = text.indexOf(':');
    return colon < 0
        ? new Auth.Basic(text, "")
        : new Auth.Basic(text.substring(0, colon), text.substring(colon + 1));
  }

  private static String encoded(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      var c = text.codePointAt(i);
      var bare = c == '%' && !isEscape(text, i);
      if (c > ' ' && c < 0x7F && ENCODED.indexOf(c) < 0 && !bare) {
        out.appendCodePoint(c);
      } else {
        for (var b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }
}
