package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.util.List;
import java.util.Map;

/** How the server stands, and who changed what. */
public final class ServerRoom implements Room {

  private final Pages pages;

  public ServerRoom(Pages pages) {
    this.pages = pages;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.get("/settings", this::settings),
        Door.post("/settings/verify", this::verify),
        Door.get("/audit", this::audit));
  }

  private Response settings(Visit visit) {
    visit.mustBeOperator();
    return pages.show(
        "settings",
        pages.frame(visit, "Settings and health", "settings"),
        Map.of("sections", pages.facts().sections().get()));
  }

  private Response verify(Visit visit) {
    visit.mustBeOperator();
    var verified = visit.api().post("/v1/admin/verify").orThrow();
    var frame = pages.frame(visit, "Settings and health", "settings");
    return visit.wantsPart()
        ? pages.show("part/verified", frame, Map.of("verified", verified))
        : pages.show("verified", frame, Map.of("verified", verified));
  }

  private Response audit(Visit visit) {
    if (visit.session().isGuest()) {
      visit.mustBeOperator();
    }
    var query = visit.query().only("since", "until", "cursor");
    return pages.show(
        "audit",
        pages.frame(visit, "Audit log", "audit"),
        Map.of(
            "list", Listing.of(visit.api().get("/v1/audit", Spans.exact(query))), "filter", query));
  }
}
