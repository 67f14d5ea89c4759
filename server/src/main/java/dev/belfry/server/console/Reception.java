package dev.belfry.server.console;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.session.Cookies;
import dev.belfry.server.console.session.Origins;
import dev.belfry.server.console.session.PortalKey;
import dev.belfry.server.console.session.Session;
import dev.belfry.server.console.session.Sessions;
import dev.belfry.server.console.session.Throttle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets people in and out. */
public final class Reception {

  private static final String NOT_KNOWN = "That key is not known, or no longer in force.";

  private final Sessions sessions;
  private final PortalKey portalKey;
  private final Pages pages;
  private final InstantSource clock;
  private final Throttle throttle = new Throttle();

  public Reception(Sessions sessions, PortalKey portalKey, Pages pages, InstantSource clock) {
    this.sessions = sessions;
    this.portalKey = portalKey;
    this.pages = pages;
    this.clock = clock;
  }

  /** The form, where the console is; elsewhere leads to it. */
  Response ask(Request request, String path) {
    if (request.header("hx-request").isPresent()) {
      return Response.of(401).with("HX-Redirect", Console.CONSOLE + "/sign-in");
    }
    if (path.isEmpty() || path.equals("/")) {
      return request.method().equals("GET")
          ? page(request, 200, "", "")
          : Response.of(405).with("Allow", "GET, HEAD");
    }
    var to = request.method().equals("GET") ? address(request) : "";
    return Response.of(303)
        .with(
            "Location",
            Console.CONSOLE
                + "/sign-in"
                + (to.isEmpty() ? "" : "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
  }

  /** Shows the form, or takes it. */
  Response signIn(Request request, @Nullable String token) {
    return switch (request.method()) {
      case "GET" -> page(request, 200, Params.read(request.rawQuery()).text("to"), "");
      case "POST" -> take(request, token);
      default -> Response.of(405).with("Allow", "GET, POST");
    };
  }

  private Response take(Request request, @Nullable String before) {
    var form = Params.read(new String(request.body(), StandardCharsets.UTF_8));
    var to = form.text("to");
    if (!Origins.isOwn(request)) {
      return page(request, 403, to, "This was not sent by the page of this console.");
    }
    if (!Origins.isPrivate(request)) {
      return page(request, 403, to, "");
    }
    var now = clock.instant();
    if (!throttle.allows(request.peer(), now)) {
      return page(request, 429, to, "Too many wrong keys came from your address. Wait a minute.")
          .with("Retry-After", Long.toString(Duration.ofMinutes(1).toSeconds()));
    }
    var who = sessions.holder(form.text("key"));
    if (who.isEmpty()) {
      throttle.failed(request.peer(), now);
      return page(request, 401, to, NOT_KNOWN);
    }
    if (before != null) {
      sessions.close(before);
    }
    return Response.of(303)
        .with("Set-Cookie", Cookies.console(sessions.open(who.get())))
        .with("Location", isOwnPage(to) ? to : "/");
  }

  /** Ends the session at once. */
  Response signOut(Request request, @Nullable String token, @Nullable Session session) {
    if (!request.method().equals("POST")) {
      return Response.of(405).with("Allow", "POST");
    }
    if (token != null && session != null) {
      var form = Params.read(new String(request.body(), StandardCharsets.UTF_8));
      var meant =
          MessageDigest.isEqual(
              form.raw("proof").getBytes(StandardCharsets.UTF_8),
              session.proof().getBytes(StandardCharsets.UTF_8));
      if (!Origins.isOwn(request) || !meant) {
        return page(request, 403, "", "This was not sent by the page of this console.");
      }
      sessions.close(token);
    }
    return Response.of(303).with("Set-Cookie", Cookies.noConsole()).with("Location", "/");
  }

  /** A portal link: what it says goes into a cookie, and on to the pages. */
  Response openPortal(Request request, String token) {
    var now = clock.instant();
    return portalKey
        .read(token)
        .filter(guest -> sessions.ofGuest(token, guest).isPresent())
        .filter(_ -> Origins.isPrivate(request))
        .map(guest ->
            Response.of(303)
                .with(
                    "Set-Cookie",
                    Cookies.portal(token, Duration.between(now, guest.until()).toSeconds()))
                .with("Location", Console.PORTAL))
        .orElseGet(this::linkOver);
  }

  /** What is shown to who has no portal link, or an old one. */
  Response linkOver() {
    return pages.html(403, "link-over", Map.of("assets", pages.assets()));
  }

  private Response page(Request request, int status, String to, String fault) {
    return pages.html(
        status,
        "sign-in",
        Map.of(
            "assets", pages.assets(),
            "facts", pages.facts(),
            "to", isOwnPage(to) ? to : "",
            "fault", fault,
            "open", Origins.isPrivate(request),
            "theme",
                Cookies.find(request, Cookies.THEME)
                    .filter(PortalKey.THEMES::contains)
                    .orElse("")));
  }

  private static String address(Request request) {
    return request.rawQuery().isEmpty()
        ? request.path()
        : request.path() + "?" + request.rawQuery();
  }

  /** A page of the console and nothing else: no other host can be named. */
  private static boolean isOwnPage(String to) {
    return to.startsWith(Console.CONSOLE + "/")
        && to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\' && c != '"');
  }
}
