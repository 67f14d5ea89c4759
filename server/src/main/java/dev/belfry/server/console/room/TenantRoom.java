package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.server.console.page.Answer;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The operator's: tenants, their keys, and links for their customers. */
public final class TenantRoom implements Room {

  private static final String HERE = "tenants";
  private static final String API = "/v1/tenants";

  private static final List<String> LIMITS = List.of("eventsPerSecond", "webhooks", "pending");

  private final Pages pages;

  public TenantRoom(Pages pages) {
    this.pages = pages;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.get("/tenants", visit -> list(visit, 200, Params.none(), Map.of())),
        Door.post("/tenants", this::create),
        Door.get("/tenants/{id}", visit -> show(visit, 200, Map.of(), Map.of())),
        Door.post("/tenants/{id}", this::change),
        Door.post("/tenants/{id}/keys", this::makeKey),
        Door.post("/tenants/{id}/keys/{key}/delete", TenantRoom::deleteKey),
        Door.post("/tenants/{id}/portal", this::makeLink),
        Door.post("/tenants/{id}/delete", this::delete));
  }

  private Response list(Visit visit, int status, Params values, Map<String, String> faults) {
    visit.mustBeOperator();
    return pages.show(
        status,
        "tenants",
        pages.frame(visit, "Tenants", HERE),
        Map.of(
            "list", Listing.of(visit.api().get(API, visit.query().only("cursor"))),
            "values", values,
            "faults", faults));
  }

  private Response create(Visit visit) {
    visit.mustBeOperator();
    var form = visit.form();
    var json = Json.object().put("id", form.text("id"));
    if (form.has("name")) {
      json.put("name", form.text("name"));
    }
    var answer = visit.api().send("POST", API, json);
    return answer.good()
        ? visit.goTo("/tenants/" + answer.item().text("id"), "tenant-made")
        : list(visit, 422, form, faults(answer));
  }

  private Response show(
      Visit visit, int status, Map<String, String> faults, Map<String, Object> more) {
    visit.mustBeOperator();
    var id = visit.named("id");
    var tenant = tenant(visit, id);
    var values = new LinkedHashMap<String, Object>(more);
    values.put("tenant", tenant);
    values.put("faults", faults);
    values.put(
        "keys",
        Listing.of(visit.api().get(API + "/" + id + "/keys", visit.query().only("cursor"))));
    values.putIfAbsent("values", fields(tenant));
    values.putIfAbsent("secret", Item.empty());
    values.putIfAbsent("link", Item.empty());
    return pages.show(status, "tenant", pages.frame(visit, tenant.text("name", id), HERE), values);
  }

  private Response change(Visit visit) {
    visit.mustBeOperator();
    var form = visit.form();
    var json = Json.object();
    json.put("name", form.text("name"));
    json.put("suspended", form.has("suspended"));
    var limits = json.putObject("limits");
    for (var name : LIMITS) {
      number(limits, name, form.text(name));
    }
    var answer = visit.api().send("PATCH", API + "/" + visit.named("id"), json);
    return answer.good()
        ? visit.goTo("/tenants/" + visit.named("id"), "tenant-changed")
        : show(visit, 422, faults(answer), Map.of("values", form));
  }

  private static Params fields(Item tenant) {
    var fields =
        Params.none()
            .with("name", tenant.text("name"))
            .with("suspended", tenant.is("suspended") ? "on" : "");
    for (var name : LIMITS) {
      fields = fields.with(name, tenant.at("limits").text(name));
    }
    return fields;
  }

  private Response makeKey(Visit visit) {
    visit.mustBeOperator();
    var form = visit.form();
    var json = Json.object();
    var scopes = json.putArray("scopes");
    List.of("read", "send", "manage").stream().filter(form::has).forEach(scopes::add);
    if (form.has("expiresAt")) {
      json.put("expiresAt", Spans.exact(form.text("expiresAt")));
    }
    var answer = visit.api().send("POST", API + "/" + visit.named("id") + "/keys", json);
    return answer.good()
        ? show(visit, 201, Map.of(), Map.of("secret", answer.item()))
        : show(visit, 422, faults(answer), Map.of());
  }

  private static Response deleteKey(Visit visit) {
    visit.mustBeOperator();
    var path = API + "/" + visit.named("id") + "/keys/" + visit.named("key");
    good(visit.api().delete(path));
    return visit.goTo("/tenants/" + visit.named("id"), "key-deleted");
  }

  private Response makeLink(Visit visit) {
    visit.mustBeOperator();
    var form = visit.form();
    var json =
        Json.object()
            .put("tenant", visit.named("id"))
            .put("expiresIn", form.text("expiresIn", "1h"))
            .put("readOnly", form.has("readOnly"));
    if (form.has("theme")) {
      json.put("theme", form.text("theme"));
    }
    var answer = visit.api().send("POST", "/v1/portal-links", json);
    return answer.good()
        ? show(visit, 201, Map.of(), Map.of("link", answer.item()))
        : show(visit, 422, faults(answer), Map.of());
  }

  private Response delete(Visit visit) {
    visit.mustBeOperator();
    var id = visit.named("id");
    var confirm = visit.form().text("confirm");
    if (!confirm.equals(id)) {
      return show(
          visit,
          422,
          Map.of("/confirm", "The tenant's id is " + id + ". Nothing was deleted."),
          Map.of());
    }
    good(visit.api().delete(API + "/" + id, Params.none().with("confirm", confirm)));
    return Response.of(303).with("Location", visit.base() + "/tenants?said=tenant-deleted");
  }

  private static void good(Answer answer) {
    if (!answer.good()) {
      throw new NotShown(answer.status(), answer.detail());
    }
  }

  private static Item tenant(Visit visit, String id) {
    return visit.api().get(API + "/" + id).orThrow();
  }

  private static void number(ObjectNode json, String name, String text) {
    if (text.isEmpty()) {
      json.putNull(name);
    } else if (text.matches("[0-9]{1,9}")) {
      json.put(name, Integer.parseInt(text));
    } else {
      json.put(name, text);
    }
  }

  private static Map<String, String> faults(Answer answer) {
    var faults = new LinkedHashMap<>(answer.faults());
    if (faults.isEmpty()) {
      faults.put("", answer.detail());
    }
    return faults;
  }
}
