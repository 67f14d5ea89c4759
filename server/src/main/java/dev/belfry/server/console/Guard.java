package dev.belfry.server.console;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import java.util.List;
import java.util.Locale;

/** The headers that keep a browser from doing what a page did not mean. */
final class Guard {

  private static final String ONLY_OURS =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors ";

  private final String portalFrames;

  /**
   * @param portalOrigins whose pages may have the portal in them
   */
  Guard(List<String> portalOrigins) {
    portalFrames = portalOrigins.isEmpty() ? "'none'" : String.join(" ", portalOrigins);
  }

  /** What the console's pages, and its files, carry. */
  Response console(Request request, Response response) {
    return common(request, response, "'none'")
        .with("X-Frame-Options", "DENY")
        .with("Cross-Origin-Opener-Policy", "same-origin");
  }

  /** What the portal's pages carry: they may be inside the pages of the origins allowed. */
  Response portal(Request request, Response response) {
    return common(request, response, portalFrames);
  }

  private static Response common(Request request, Response response, String frames) {
    var guarded = response;
    if (!has(response, "Content-Security-Policy")) {
      guarded = guarded.with("Content-Security-Policy", ONLY_OURS + frames);
    }
    if (!has(response, "Cache-Control")) {
      guarded = guarded.with("Cache-Control", "no-store");
    }
    guarded =
        guarded
            .with("X-Content-Type-Options", "nosniff")
            .with("Referrer-Policy", "same-origin")
            .with("Cross-Origin-Resource-Policy", "same-origin")
            .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    return request.baseUrl().toLowerCase(Locale.ROOT).startsWith("https:")
        ? guarded.with("Strict-Transport-Security", "max-age=31536000")
        : guarded;
  }

  private static boolean has(Response response, String name) {
    return response.headers().stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }
}
