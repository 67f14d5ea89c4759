package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** The first page: is anything wrong, and where. */
public final class OverviewRoom implements Room {

  private static final int MOST_TROUBLED = 10;
  private static final String HERE = "overview";

  private final Pages pages;
  private final Figures figures;

  /** How things stand, for one tenant or, for an empty name, for all. */
  @FunctionalInterface
  public interface Figures {
    Standing of(String tenant);
  }

  /**
   * Sums since the beginning, and what waits.
   *
   * @param oldestDueSeconds how long the delivery that is due the longest has been so
   */
  public record Standing(
      long accepted, long delivered, long dead, long pending, double oldestDueSeconds) {}

  public OverviewRoom(Pages pages, Figures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  @Override
  public List<Door> doors() {
    return List.of(Door.get("", this::show));
  }

  private Response show(Visit visit) {
    var webhooks = webhooks(visit, Params.none().with("limit", "250"));
    var values = new LinkedHashMap<String, Object>();
    values.put("standing", figures.of(visit.tenant()));
    values.put("troubled", troubled(visit, webhooks));
    values.put("names", Names.of(webhooks));
    values.put("hasWebhooks", !webhooks.isEmpty());
    values.put(
        "latest", Listing.of(visit.api().get("/v1/deliveries", Params.none().with("limit", "8"))));
    var frame = pages.frame(visit, "Overview", HERE);
    return pages.show(visit.wantsPart() ? "part/overview" : "overview", frame, values);
  }

  /** The worst first: switched off by Belfry, then failing, then what its owner put aside. */
  private static List<Item> troubled(Visit visit, List<Item> webhooks) {
    var disabled = webhooks(visit, Params.none().with("state", "disabled").with("limit", "20"));
    var seen = disabled.stream().map(webhook -> webhook.text("id")).toList();
    var others =
        webhooks.stream()
            .filter(webhook -> !seen.contains(webhook.text("id")))
            .filter(webhook -> rank(webhook) < 3)
            .sorted(
                Comparator.comparingInt(OverviewRoom::rank)
                    .thenComparing(webhook -> webhook.at("stats").text("failingSince")));
    return Stream.concat(disabled.stream(), others).limit(MOST_TROUBLED).toList();
  }

  private static int rank(Item webhook) {
    if (webhook.at("stats").has("failingSince")) {
      return 0;
    }
    return switch (webhook.text("state")) {
      case "unverified" -> 1;
      case "paused" -> 2;
      default -> 3;
    };
  }

  private static List<Item> webhooks(Visit visit, Params query) {
    return visit.api().get("/v1/webhooks", query).orThrow().items("data");
  }
}
