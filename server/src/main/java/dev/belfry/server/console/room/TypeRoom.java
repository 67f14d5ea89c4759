package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Text;
import dev.belfry.server.console.page.Visit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Event types: what events there are, and what their data must be. */
public final class TypeRoom implements Room {

  private static final String HERE = "types";
  private static final String API = "/v1/event-types";

  private final Pages pages;

  public TypeRoom(Pages pages) {
    this.pages = pages;
  }

  @Override
  public List<Door> doors() {
    return pages.facts().can("GET " + API)
        ? List.of(
            Door.get("/event-types", this::list),
            Door.get("/event-types/new", this::blank),
            Door.post("/event-types/new", this::save),
            Door.get("/event-types/{type}", this::show),
            Door.post("/event-types/{type}", this::save),
            Door.post("/event-types/{type}/delete", TypeRoom::delete))
        : List.of();
  }

  private Response list(Visit visit) {
    return pages.show(
        "event-types",
        pages.frame(visit, "Event types", HERE),
        Map.of("list", Listing.of(visit.api().get(API, visit.query().only("cursor")))));
  }

  private Response blank(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    return form(visit, 200, Params.none(), Map.of(), true);
  }

  private Response show(Visit visit) {
    visit.mustHaveTenant();
    var type = visit.api().get(path(visit.named("type"))).orThrow();
    var values =
        Params.none()
            .with("type", type.text("type"))
            .with("description", type.text("description"))
            .with("schema", type.has("schema") ? type.at("schema").pretty() : "");
    return form(visit, 200, values, Map.of(), false);
  }

  private Response save(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    var form = visit.form();
    var isNew = visit.named("type").isEmpty();
    var type = isNew ? form.text("type") : visit.named("type");
    var json = Json.object();
    if (form.has("description")) {
      json.put("description", form.text("description"));
    }
    try {
      if (form.has("schema")) {
        json.set("schema", Json.read(form.text("schema").getBytes(StandardCharsets.UTF_8)));
      }
    } catch (MalformedJson e) {
      return form(visit, 422, form, Map.of("/schema", "is no JSON: " + e.getMessage()), isNew);
    }
    if (type.isEmpty()) {
      return form(visit, 422, form, Map.of("/type", "is missing"), isNew);
    }
    var answer = visit.api().send("PUT", path(type), json);
    if (answer.good()) {
      return visit.goTo("/event-types", "type-saved");
    }
    var faults = new LinkedHashMap<>(answer.faults());
    if (faults.isEmpty()) {
      faults.put("", answer.detail());
    }
    return form(visit, 422, form, faults, isNew);
  }

  private Response form(
      Visit visit, int status, Params values, Map<String, String> faults, boolean isNew) {
    return pages.show(
        status,
        "event-type",
        pages.frame(visit, isNew ? "New event type" : values.text("type"), HERE),
        Map.of(
            "values",
            values.with("type", values.text("type", visit.named("type"))),
            "faults",
            faults,
            "isNew",
            isNew,
            "example",
            example(values.text("schema"))));
  }

  private static String example(String schema) {
    if (schema.isEmpty()) {
      return "";
    }
    try {
      return Item.of(Examples.of(Json.read(schema.getBytes(StandardCharsets.UTF_8)))).pretty();
    } catch (MalformedJson _) {
      return "";
    }
  }

  private static Response delete(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    visit.api().delete(path(visit.named("type"))).orThrow();
    return visit.goTo("/event-types", "type-deleted");
  }

  private static String path(String type) {
    return API + "/" + Text.segment(type);
  }
}
