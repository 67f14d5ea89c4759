package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Text;
import dev.belfry.server.console.page.Visit;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deliveries: found, followed, retried, cancelled. */
public final class DeliveryRoom implements Room {

  private static final String HERE = "deliveries";
  private static final String API = "/v1/deliveries/";
  private static final int MOST_ATTEMPTS = 50;
  private static final int MOST_ANSWERS = 20 * 1024;
  private static final String[] FILTERS = {
    "state", "webhook", "event", "type", "subject", "since", "until", "cursor"
  };

  private final Pages pages;
  private final InstantSource clock;

  public DeliveryRoom(Pages pages, InstantSource clock) {
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.get("/deliveries", this::list),
        Door.get("/deliveries/{id}", this::show),
        Door.post("/deliveries/{id}/retry", visit -> act(visit, "/retry", "retried")),
        Door.post("/deliveries/{id}/cancel", visit -> act(visit, "/cancel", "cancelled")));
  }

  private Response list(Visit visit) {
    var query = visit.query().only(FILTERS);
    return pages.show(
        "deliveries",
        pages.frame(visit, "Deliveries", HERE),
        Map.of(
            "list",
            Listing.of(visit.api().get("/v1/deliveries", Spans.exact(query))),
            "filter",
            query,
            "names",
            Names.of(visit),
            "replay",
            replay(query)));
  }

  /** What a replay of just those in the list would be; empty if none can be as narrow. */
  static Params replay(Params filter) {
    var type = filter.text("type");
    var isType =
        type.isEmpty() || (TypePattern.fault(type).isEmpty() && !type.matches(".*[,\\s].*"));
    if (!filter.has("webhook") || filter.has("event") || filter.has("subject") || !isType) {
      return Params.none();
    }
    return filter.with("types", type).only("webhook", "since", "until", "state", "types");
  }

  private Response show(Visit visit) {
    visit.mustHaveTenant();
    var delivery = visit.api().get(API + visit.named("id")).orThrow();
    var attempts = delivery.items("attempts");
    var last = attempts.isEmpty() ? Item.empty() : attempts.getLast();
    var event = visit.api().get("/v1/events/" + delivery.text("event"));
    var webhook = visit.api().get("/v1/webhooks/" + delivery.text("webhook"));
    var frame = pages.frame(visit, "Delivery of " + delivery.text("type"), HERE);
    Map<String, Object> values =
        Map.of(
            "delivery",
            delivery,
            "attempts",
            shown(attempts),
            "plain",
            Plain.delivery(delivery, last, webhook.item().text("state"), clock.instant()),
            "event",
            event.good() ? event.item() : Item.empty(),
            "webhook",
            webhook.good() ? webhook.item() : Item.empty(),
            "sent",
            Sent.of(delivery, event.item(), webhook.item()));
    return pages.show(visit.wantsPart() ? "part/delivery" : "delivery", frame, values);
  }

  /** The latest ones, and what they were answered as long as there is room on the page. */
  private static List<Shown> shown(List<Item> attempts) {
    var shown = new ArrayDeque<Shown>();
    int room = MOST_ANSWERS;
    for (var attempt : attempts.reversed().stream().limit(MOST_ATTEMPTS).toList()) {
      room -= Text.size(Text.pretty(attempt.text("body")));
      room -= Text.size(attempt.map("headers").toString());
      shown.addFirst(new Shown(attempt, Plain.attempt(attempt), room > 0));
    }
    return List.copyOf(shown);
  }

  private static Response act(Visit visit, String how, String said) {
    visit.mustManage();
    visit.mustHaveTenant();
    visit.api().post(API + visit.named("id") + how).orThrow();
    return visit.goTo("/deliveries/" + visit.named("id"), said);
  }

  /**
   * An attempt and what it means.
   *
   * @param plain in plain words
   * @param whole whether its answer is shown too
   */
  public record Shown(Item attempt, String plain, boolean whole) {}

  /**
   * What each attempt sent, as far as it is known without its time and signature.
   *
   * @param headers values that prove something are masked
   * @param body empty where it is in the form of a vendor's dialect
   */
  public record Sent(String url, Map<String, String> headers, String body) {

    static Sent of(Item delivery, Item event, Item webhook) {
      var headers = new LinkedHashMap<String, String>();
      var ours = webhook.text("dialect").equals("belfry");
      if (ours) {
        headers.put("webhook-id", delivery.text("id"));
        headers.put("webhook-timestamp", "(when the attempt is made)");
        headers.put("webhook-signature", "v1,••••••••");
        var binary = webhook.text("content").equals("binary");
        headers.put("content-type", binary ? "(of the data)" : "application/cloudevents+json");
      }
      webhook.map("headers").keySet().forEach(name -> headers.put(name, "••••••••"));
      if (!webhook.at("auth").isEmpty()) {
        headers.put("authorization", "••••••••");
      }
      return new Sent(webhook.text("url"), headers, ours ? event.at("event").pretty() : "");
    }
  }
}
