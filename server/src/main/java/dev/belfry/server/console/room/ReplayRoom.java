package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.server.console.page.Answer;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Replays: made of a selection, watched, called off. */
public final class ReplayRoom implements Room {

  private static final String HERE = "replays";
  private static final String API = "/v1/replays";

  private final Pages pages;
  private final InstantSource clock;

  public ReplayRoom(Pages pages, InstantSource clock) {
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public List<Door> doors() {
    return pages.facts().can("POST " + API)
        ? List.of(
            Door.get("/replays", this::list),
            Door.get("/replays/new", this::blank),
            Door.post("/replays/new", this::create),
            Door.get("/replays/{id}", this::show),
            Door.post("/replays/{id}/cancel", ReplayRoom::cancel))
        : List.of();
  }

  private Response list(Visit visit) {
    var query = visit.query().only("webhook", "cursor");
    return pages.show(
        "replays",
        pages.frame(visit, "Replays", HERE),
        Map.of("list", Listing.of(visit.api().get(API, query.only("cursor"))), "filter", query));
  }

  private Response blank(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    var given = visit.query().only("webhook", "since", "until", "types");
    var state = visit.query().text("state", "dead");
    var dayAgo = clock.instant().minus(Duration.ofDays(1)).toString().substring(0, 16);
    return form(
        visit, 200, given.with("since", given.text("since", dayAgo)).with(state, "on"), Map.of());
  }

  private Response create(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    var form = visit.form();
    var answer = visit.api().send("POST", API, asked(form));
    if (answer.good()) {
      return visit.goTo("/replays/" + answer.item().text("id"), "");
    }
    return form(visit, 422, form, faults(answer));
  }

  private static ObjectNode asked(Params form) {
    var json =
        Json.object()
            .put("webhook", form.text("webhook"))
            .put("since", Spans.exact(form.text("since")));
    if (form.has("until")) {
      json.put("until", Spans.exact(form.text("until")));
    }
    if (form.has("types")) {
      var types = json.putArray("types");
      Arrays.stream(form.text("types").split("[,\\s]+", -1)).forEach(types::add);
    }
    var states = json.putArray("states");
    for (var state : List.of("dead", "cancelled", "delivered")) {
      if (form.has(state)) {
        states.add(state);
      }
    }
    json.put("unmatched", form.has("unmatched"));
    if (form.text("ratePerSecond").matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
      json.put("ratePerSecond", new BigDecimal(form.text("ratePerSecond")));
    } else if (form.has("ratePerSecond")) {
      json.put("ratePerSecond", form.text("ratePerSecond"));
    }
    return json;
  }

  private Response form(Visit visit, int status, Params values, Map<String, String> faults) {
    return pages.show(
        status,
        "replay-form",
        pages.frame(visit, "New replay", HERE),
        Map.of(
            "values", values,
            "faults", faults,
            "webhooks",
                Listing.of(visit.api().get("/v1/webhooks", Params.none().with("limit", "250")))));
  }

  private Response show(Visit visit) {
    visit.mustHaveTenant();
    var replay = visit.api().get(API + "/" + visit.named("id")).orThrow();
    var frame = pages.frame(visit, "Replay", HERE);
    return pages.show(
        visit.wantsPart() ? "part/replay" : "replay", frame, Map.of("replay", replay));
  }

  private static Response cancel(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    visit.api().delete(API + "/" + visit.named("id")).orThrow();
    return visit.goTo("/replays/" + visit.named("id"), "replay-cancelled");
  }

  private static Map<String, String> faults(Answer answer) {
    var faults = new LinkedHashMap<>(answer.faults());
    if (faults.isEmpty()) {
      faults.put("", answer.detail());
    }
    return faults;
  }
}
