package dev.belfry.server;

import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.belfry.PortalLinks;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.server.config.Settings;
import dev.belfry.server.console.Console;
import dev.belfry.server.console.Reception;
import dev.belfry.server.console.Rooms;
import dev.belfry.server.console.asset.Assets;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.console.page.Facts;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.room.OverviewRoom.Standing;
import dev.belfry.server.console.room.StillIn;
import dev.belfry.server.console.session.PortalKey;
import dev.belfry.server.console.session.Sessions;
import dev.belfry.server.console.session.Who;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What answers requests: the dialects, and the console over our own. */
final class Front {

  private Front() {}

  static Function<Request, Response> build(
      Settings settings,
      DataFolder folder,
      Engine engine,
      Standings standings,
      Tail tail,
      List<Dialect> all) {
    var dialects = new Dialects(all);
    var console = console(settings, folder, engine, standings, tail, all, dialects);
    return request ->
        Console.has(request.path()) ? console.apply(request) : dialects.apply(request);
  }

  /** Signs links with a key of this store. */
  static PortalLinks portalLinks(DataFolder folder, InstantSource clock) {
    var key = portalKey(folder);
    return (tenant, readOnly, theme, until) ->
        "/portal/open/" + key.token(new Who.Guest(tenant, readOnly, theme, until));
  }

  private static Console console(
      Settings settings,
      DataFolder folder,
      Engine engine,
      Standings standings,
      Tail tail,
      List<Dialect> all,
      Dialects dialects) {
    var clock = InstantSource.system();
    var operations =
        all.getFirst().routes().stream()
            .map(route -> route.method() + " " + route.pattern())
            .collect(Collectors.toSet());
    var sections = new Sections(settings, folder, engine, clock.instant());
    var facts =
        new Facts(
            Version.text(), settings.dev().on(), sections.unsafe(), sections::all, operations);
    var pages = new Pages(facts, new Assets());
    var sessions = new Sessions(engine, clock);
    var portalKey = portalKey(folder);
    StillIn stillIn = visit -> sessions.goesOn(visit.session(), visit.request());
    var rooms =
        Rooms.all(pages, tenant -> standing(engine, standings, tenant), tail, clock, stillIn);
    return new Console(
        engine,
        dialects,
        pages,
        sessions,
        portalKey,
        settings.listening().portalOrigins(),
        new Reception(sessions, portalKey, pages, clock),
        rooms);
  }

  private static PortalKey portalKey(DataFolder folder) {
    return new PortalKey(folder.masterKey().derive("portal 1"));
  }

  private static Standing standing(Engine engine, Standings standings, String tenant) {
    var deliveries = engine.deliveries();
    var counts =
        tenant.isEmpty() ? deliveries.countsOfAll() : deliveries.countsOf(new TenantId(tenant));
    return new Standing(
        counts.accepted(),
        counts.delivered(),
        counts.dead(),
        counts.pending(),
        tenant.isEmpty()
            ? standings.get().oldestDueSeconds()
            : engine.oldestDue(new TenantId(tenant)).toMillis() / 1000.0);
  }
}
