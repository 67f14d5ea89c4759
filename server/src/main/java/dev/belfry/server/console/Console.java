package dev.belfry.server.console;

import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.server.console.asset.Assets;
import dev.belfry.server.console.page.Api;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import dev.belfry.server.console.session.Cookies;
import dev.belfry.server.console.session.Origins;
import dev.belfry.server.console.session.PortalKey;
import dev.belfry.server.console.session.Session;
import dev.belfry.server.console.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Console and portal behind one door: who comes, what they want, and the headers of the answer. */
public final class Console implements Function<Request, Response> {

  static final String CONSOLE = "/console";
  static final String PORTAL = "/portal";

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final Engine engine;
  private final Owners owners;
  private final Dialects dialects;
  private final Pages pages;
  private final Sessions sessions;
  private final PortalKey portalKey;
  private final Guard guard;
  private final Reception reception;
  private final Doors doors;

  /**
   * The console over a running engine.
   *
   * @param portalOrigins whose pages may have the portal in them
   */
  public Console(
      Engine engine,
      Dialects dialects,
      Pages pages,
      Sessions sessions,
      PortalKey portalKey,
      List<String> portalOrigins,
      Reception reception,
      List<Room> rooms) {
    this.engine = engine;
    this.owners = new Owners(engine);
    this.dialects = dialects;
    this.pages = pages;
    this.sessions = sessions;
    this.portalKey = portalKey;
    this.guard = new Guard(portalOrigins);
    this.reception = reception;
    this.doors = new Doors(rooms);
  }

  /** Whether a path is one of ours. */
  public static boolean has(String path) {
    return path.equals("/")
        || path.equals(CONSOLE)
        || path.startsWith(CONSOLE + "/")
        || path.equals(PORTAL)
        || path.startsWith(PORTAL + "/")
        || path.startsWith(Assets.PREFIX);
  }

  @Override
  public Response apply(Request request) {
    var path = request.path();
    if (path.startsWith(Assets.PREFIX)) {
      return guard.console(request, pages.assets().answer(request));
    }
    return path.equals(PORTAL) || path.startsWith(PORTAL + "/")
        ? guard.portal(request, portal(request, path.substring(PORTAL.length())))
        : guard.console(
            request, console(request, path.equals("/") ? "" : path.substring(CONSOLE.length())));
  }

  private Response console(Request request, String path) {
    var token = Cookies.find(request, Cookies.CONSOLE);
    var session = token.flatMap(sessions::find);
    return switch (path) {
      case "/sign-in" -> reception.signIn(request, token.orElse(null));
      case "/sign-out" -> reception.signOut(request, token.orElse(null), session.orElse(null));
      default ->
          session
              .map(found -> open(request, found, CONSOLE, path))
              .orElseGet(() -> reception.ask(request, path));
    };
  }

  private Response portal(Request request, String path) {
    if (path.startsWith("/open/")) {
      return reception.openPortal(request, path.substring("/open/".length()));
    }
    var token = Cookies.find(request, Cookies.PORTAL).orElse("");
    return portalKey
        .read(token)
        .flatMap(guest -> sessions.ofGuest(token, guest))
        .map(session -> open(request, session, PORTAL, path))
        .orElseGet(reception::linkOver);
  }

  private Response open(Request request, Session session, String base, String path) {
    try {
      return answer(request, session, base, path);
    } catch (NotShown e) {
      var shown = error(visit(request, session, base, Map.of(), ""), e.status(), e.detail());
      return e.status() == 405 ? shown.with("Allow", allowed(path)) : shown;
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return error(
          visit(request, session, base, Map.of(), ""),
          500,
          "Something went wrong on this side. The server's log says more.");
    }
  }

  private Response answer(Request request, Session session, String base, String path) {
    var found = doors.find(request.method(), door(path));
    if (found.isEmpty()) {
      throw allowed(path).isEmpty()
          ? new NotShown(404, "There is no such page.")
          : new NotShown(405, "This address does not answer " + request.method() + ".");
    }
    if (!request.method().equals("GET") && !isMeant(request, session)) {
      throw new NotShown(
          403,
          "This was not sent by a page of this console, or the page is too old: load it again.");
    }
    var tenant = tenant(request, session);
    if (tenant.isEmpty() && request.method().equals("GET")) {
      var owner = owners.of(found.get().path().getOrDefault("id", ""));
      if (owner.isPresent()) {
        return Response.of(303).with("Location", withTenant(request, owner.get()));
      }
    }
    var visit = visit(request, session, base, found.get().path(), tenant);
    return found.get().door().handler().open(visit);
  }

  private static String door(String path) {
    return path.equals("/") ? "" : path;
  }

  /** The methods that it answers, as {@code Allow} has them; empty if there is no such page. */
  private String allowed(String path) {
    return Stream.of("GET", "POST")
        .filter(method -> doors.find(method, door(path)).isPresent())
        .map(method -> method.equals("GET") ? "GET, HEAD" : method)
        .collect(Collectors.joining(", "));
  }

  private static String withTenant(Request request, TenantId tenant) {
    return request.path()
        + "?"
        + Params.read(request.rawQuery()).with("tenant", tenant.value()).query();
  }

  /** From a page of ours, and of this very session. */
  private static boolean isMeant(Request request, Session session) {
    var type = request.header("content-type").orElse("");
    var given = Params.read(new String(request.body(), StandardCharsets.UTF_8)).raw("proof");
    return Origins.isOwn(request)
        && (request.body().length == 0 || type.startsWith("application/x-www-form-urlencoded"))
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            session.proof().getBytes(StandardCharsets.UTF_8));
  }

  private Visit visit(
      Request request, Session session, String base, Map<String, String> path, String tenant) {
    var named = tenant.isEmpty() ? null : new TenantId(tenant);
    return new Visit(
        request,
        session,
        base,
        path,
        tenant,
        Params.read(request.rawQuery()),
        new Api(dialects, session.caller(named), request));
  }

  private String tenant(Request request, Session session) {
    var own = session.tenant();
    if (own != null) {
      return own.value();
    }
    var named = Params.read(request.rawQuery()).text("tenant");
    if (named.isEmpty()) {
      return "";
    }
    return Optional.of(named)
        .filter(TenantId::isWellFormed)
        .filter(id -> engine.tenants().find(new TenantId(id)).isPresent())
        .orElseThrow(() -> new NotShown(404, "There is no such tenant."));
  }

  private Response error(Visit visit, int status, @Nullable String detail) {
    var frame = pages.frame(visit, title(status), "");
    return pages.show(
        status,
        visit.wantsPart() ? "part/fault" : "error",
        frame,
        Map.of("detail", detail == null ? "" : detail));
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "That cannot be read";
      case 403 -> "Not allowed";
      case 404 -> "Nothing is here";
      case 405 -> "Not this way";
      case 409 -> "Not in this state";
      default -> status >= 500 ? "Something went wrong" : "That did not work";
    };
  }
}
