package dev.belfry.server.console.session;

import dev.belfry.dialects.Request;
import java.util.List;
import java.util.Optional;

/** The cookies of console and portal. */
public final class Cookies {

  /** Only the very host may set a cookie of such a name, and only over a safe connection. */
  public static final String CONSOLE = "__Host-belfry";

  /** Not for the whole host, so that the portal's and the console's never meet. */
  public static final String PORTAL = "__Secure-belfry-portal";

  /** What a person chose: {@code light} or {@code dark}. Set by the page itself. */
  public static final String THEME = "belfry-theme";

  private Cookies() {}

  /** The first cookie of this name. */
  public static Optional<String> find(Request request, String name) {
    for (var header : request.headers().getOrDefault("cookie", List.of())) {
      for (var pair : header.split(";", -1)) {
        var equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          return Optional.of(pair.substring(equals + 1).strip());
        }
      }
    }
    return Optional.empty();
  }

  /** Sets the console's; it ends with the browser. */
  public static String console(String token) {
    return CONSOLE + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax";
  }

  /** Takes the console's back. */
  public static String noConsole() {
    return CONSOLE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
  }

  /** Sets the portal's, which must also work inside a page of another site. */
  public static String portal(String token, long seconds) {
    return PORTAL
        + "="
        + token
        + "; Path=/portal; Max-Age="
        + seconds
        + "; Secure; HttpOnly; SameSite=None; Partitioned";
  }
}
