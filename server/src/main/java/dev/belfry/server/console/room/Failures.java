package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Visit;
import java.util.List;

/** What went wrong with a webhook lately. */
final class Failures {

  private Failures() {}

  /**
   * How the newest delivery failed that did not arrive, in plain words; empty if the webhook does
   * not fail, or if nothing tells.
   */
  static String latest(Visit visit, Item webhook) {
    if (!webhook.at("stats").has("failingSince")) {
      return "";
    }
    var api = visit.apiOf(webhook);
    for (var state : List.of("pending", "dead")) {
      var query =
          Params.none().with("webhook", webhook.text("id")).with("state", state).with("limit", "1");
      for (var delivery : api.get("/v1/deliveries", query).item().items("data")) {
        var attempts = api.get("/v1/deliveries/" + delivery.text("id")).item().items("attempts");
        if (!attempts.isEmpty() && attempts.getLast().has("error")) {
          return Plain.attempt(attempts.getLast());
        }
      }
    }
    return "";
  }
}
