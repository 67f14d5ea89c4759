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
  private static final int MOST_WORST = 5;
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
    var course = Course.of(visit, "");
    values.put("course", course);
    values.put("worst", worst(visit, course));
    values.put("standing", figures.of(visit.tenant()));
    values.put(
        "troubled",
        troubled(visit, webhooks).stream()
            .map(webhook -> new Troubled(webhook, Failures.latest(visit, webhook)))
            .toList());
    values.put("names", Names.of(webhooks));
    values.put("hasWebhooks", !webhooks.isEmpty());
    values.put(
        "latest", Listing.of(visit.api().get("/v1/deliveries", Params.none().with("limit", "8"))));
    var frame = pages.frame(visit, "Overview", HERE);
    return pages.show(visit.wantsPart() ? "part/overview" : "overview", frame, values);
  }

  /**
   * A webhook that somebody should look at.
   *
   * @param failure how its latest attempt failed; empty if it did not, or that is not known
   */
  public record Troubled(Item webhook, String failure) {

    /** What is wrong, in a few words. */
    public String why() {
      return failure.isEmpty() ? Webhooks.why(webhook) : failure;
    }
  }

  /**
   * A webhook whose attempts failed.
   *
   * @param figures of the window
   */
  public record Worst(Item figures) {

    public String id() {
      return figures.text("id");
    }

    public long failed() {
      return figures.number("failed");
    }

    /** How long what is due longest has waited. */
    public String late() {
      return Course.lateText(figures);
    }
  }

  /** Of the tenant that is looked at; of all, for the operator who chose none. */
  private static List<Worst> worst(Visit visit, Course course) {
    var path = visit.tenant().isEmpty() ? "/v1/admin/stats/worst" : "/v1/stats/worst";
    var window = Params.none().with("window", course.window());
    return visit.api().get(path, window).orThrow().items("data").stream()
        .limit(MOST_WORST)
        .map(Worst::new)
        .toList();
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
