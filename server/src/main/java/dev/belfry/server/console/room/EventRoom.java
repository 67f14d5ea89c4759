package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Text;
import dev.belfry.server.console.page.Visit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Events: found, shown, sent; and why one was or was not delivered. */
public final class EventRoom implements Room {

  private static final String HERE = "events";
  private static final String API = "/v1/events/";

  private final Pages pages;

  public EventRoom(Pages pages) {
    this.pages = pages;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.get("/find", EventRoom::find),
        Door.get("/events", this::list),
        Door.get("/events/new", this::blank),
        Door.post("/events/new", this::send),
        Door.get("/events/{id}", this::show),
        Door.get("/events/{id}/data", EventRoom::download),
        Door.get("/events/{id}/why", this::why),
        Door.post("/events/{id}/erase", EventRoom::erase));
  }

  /** Whatever somebody has in hand: an id leads to its page, other words to events. */
  private static Response find(Visit visit) {
    var sought = visit.query().text("q");
    for (var place :
        Map.of("evt_", "/events/", "dlv_", "/deliveries/", "wh_", "/webhooks/", "rpl_", "/replays/")
            .entrySet()) {
      if (sought.startsWith(place.getKey()) && sought.matches("[a-z]+_[0-9A-Za-z]+")) {
        return go(visit.link(place.getValue() + sought));
      }
    }
    var by = sought.contains("/") ? "subject" : "type";
    return go(
        visit.link("/events", sought.isEmpty() ? Params.none() : Params.none().with(by, sought)));
  }

  private static Response go(String to) {
    return Response.of(303).with("Location", to);
  }

  private Response list(Visit visit) {
    var query = visit.query().only("type", "subject", "since", "until", "cursor");
    return pages.show(
        "events",
        pages.frame(visit, "Events", HERE),
        Map.of(
            "list",
            Listing.of(visit.api().get("/v1/events", Spans.exact(query))),
            "filter",
            query));
  }

  private Response blank(Visit visit) {
    mustSend(visit);
    var values =
        Params.none()
            .with("type", visit.query().text("type", "order.created"))
            .with(
                "data",
                visit.query().text("data", "{\n  \"total\": 99.5,\n  \"currency\": \"EUR\"\n}"));
    return form(visit, 200, values, Map.of());
  }

  private Response send(Visit visit) {
    mustSend(visit);
    var form = visit.form();
    var event = Json.object().put("type", form.text("type"));
    for (var name : List.of("subject", "source", "id")) {
      if (form.has(name)) {
        event.put(name, form.text(name));
      }
    }
    try {
      data(event, form.text("data"));
    } catch (MalformedJson e) {
      return form(visit, 422, form, Map.of("/data", "is no JSON: " + e.getMessage()));
    }
    var answer = visit.api().send("POST", "/v1/events", event);
    if (answer.good()) {
      return visit.goTo("/events/" + answer.item().text("id"), "event-sent");
    }
    var faults = new LinkedHashMap<>(answer.faults());
    if (faults.isEmpty()) {
      faults.put("", answer.detail());
    }
    return form(visit, 422, form, faults);
  }

  private static void data(ObjectNode event, String data) {
    if (!data.isEmpty()) {
      var _ = Json.read(data.getBytes(StandardCharsets.UTF_8));
      event.putRawValue("data", new RawValue(data));
    }
  }

  private Response form(Visit visit, int status, Params values, Map<String, String> faults) {
    return pages.show(
        status,
        "event-form",
        pages.frame(visit, "Send an event", HERE),
        Map.of("values", values, "faults", faults));
  }

  private Response show(Visit visit) {
    var event = event(visit);
    var api = visit.api();
    var webhooks = Listing.of(api.get("/v1/webhooks", Params.none().with("limit", "250")));
    return pages.show(
        "event",
        pages.frame(visit, event.at("event").text("type"), HERE),
        Map.of(
            "event", event,
            "payload", Payload.of(event),
            "deliveries",
                Listing.of(
                    api.get(
                        API + event.text("id") + "/deliveries", Params.none().with("limit", "20"))),
            "webhooks", webhooks,
            "names", Names.of(webhooks.items())));
  }

  /** The bytes as they came in; a browser saves them and runs nothing. */
  private static Response download(Visit visit) {
    visit.mustHaveTenant();
    var answer = visit.api().get(API + visit.named("id"));
    var event = answer.orThrow();
    var encoded = event.at("event").text("data_base64");
    return encoded.isEmpty()
        ? Downloads.of(event.text("id") + ".json", RawData.of(answer.body()))
        : Downloads.of(event.text("id") + ".bin", Base64.getDecoder().decode(encoded));
  }

  private Response why(Visit visit) {
    visit.mustHaveTenant();
    var webhook = visit.query().text("webhook");
    if (!webhook.matches("wh_[0-9A-Za-z]+")) {
      throw new NotShown(400, "Choose a webhook.");
    }
    var explained =
        visit
            .api()
            .get(
                "/v1/webhooks/" + webhook + "/explain",
                Params.none().with("event", visit.named("id")))
            .orThrow();
    var frame = pages.frame(visit, "Why", HERE);
    return pages.show(visit.wantsPart() ? "part/why" : "why", frame, Map.of("why", explained));
  }

  private static Response erase(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    visit.api().delete(API + visit.named("id") + "/data").orThrow();
    return visit.goTo("/events/" + visit.named("id"), "data-erased");
  }

  private static void mustSend(Visit visit) {
    visit.mustHaveTenant();
    if (!visit.session().maySend()) {
      throw new NotShown(403, "The key has no scope send.");
    }
  }

  private static Item event(Visit visit) {
    visit.mustHaveTenant();
    return visit.api().get(API + visit.named("id")).orThrow();
  }

  /**
   * What an event carries.
   *
   * @param text for people
   * @param cut whether more is there than is shown
   */
  public record Payload(String text, boolean cut) {

    private static final int MOST = 32 * 1024;

    static Payload of(Item event) {
      var cloudEvent = event.at("event");
      if (cloudEvent.has("data_base64")) {
        var bytes = Base64.getDecoder().decode(cloudEvent.text("data_base64"));
        return shown(new String(bytes, StandardCharsets.UTF_8));
      }
      if (!cloudEvent.has("data")) {
        return new Payload("", false);
      }
      return shown(cloudEvent.at("data").pretty());
    }

    private static Payload shown(String text) {
      var fitting = Text.fit(text, MOST);
      return new Payload(fitting, !fitting.equals(text));
    }
  }
}
