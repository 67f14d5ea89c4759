package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Text;
import dev.belfry.server.console.page.Visit;
import dev.belfry.server.console.room.Chart.Series;
import dev.belfry.server.console.room.Chart.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How things went in a window: charts, and the same figures as a table.
 *
 * @param window {@code 1h}, {@code 24h} or {@code 7d}
 * @param sum all steps together
 * @param steps from the first to what goes on now
 */
public record Course(String window, Item sum, List<Item> steps, double minutes) {

  public static final List<String> WINDOWS = List.of("1h", "24h", "7d");

  private static final int TICKS = 4;

  public Course {
    steps = List.copyOf(steps);
  }

  /**
   * Of the tenant that is looked at; of all, for the operator who chose none.
   *
   * @param webhook empty for all of them
   */
  static Course of(Visit visit, String webhook) {
    var window = visit.query().text("window");
    var query = Params.none().with("window", WINDOWS.contains(window) ? window : "1h");
    var all = visit.tenant().isEmpty();
    var given =
        visit
            .api()
            .get(
                all ? "/v1/admin/stats/steps" : "/v1/stats/steps",
                webhook.isEmpty() ? query : query.with("webhook", webhook))
            .orThrow();
    return new Course(
        given.text("window"),
        given.at("sum"),
        given.items("data"),
        given.number("stepSeconds") / 60.0);
  }

  /** In words that end a sentence. */
  public String span() {
    return switch (window) {
      case "24h" -> "in the last 24 hours";
      case "7d" -> "in the last 7 days";
      default -> "in the last hour";
    };
  }

  /** The share of attempts that succeeded. */
  public String success() {
    return shareText(sum);
  }

  /** Of a tenant, or of all. */
  public List<Chart> charts() {
    return List.of(rates(), shares(), times(), failures(), pending(), late());
  }

  /** Of one webhook. */
  public List<Chart> chartsOfWebhook() {
    return List.of(attempts(), times());
  }

  private Chart attempts() {
    return Chart.even(
        "Deliveries and failed attempts a minute",
        "2 3",
        List.of(
            series("delivered", "s-good", step -> step.number("delivered") / minutes),
            series("failed", "s-bad", step -> step.number("failed") / minutes)),
        ticks(),
        1);
  }

  private Chart rates() {
    return Chart.even(
        "Events and deliveries a minute",
        "1 2",
        List.of(
            series("accepted", "s-accent", step -> step.number("accepted") / minutes),
            series("delivered", "s-good", step -> step.number("delivered") / minutes)),
        ticks(),
        1);
  }

  private Chart shares() {
    return Chart.shares(
        "Attempts that succeeded", "5", List.of(series("share", "s-good", Course::share)), ticks());
  }

  private Chart times() {
    return Chart.times(
        "From accepted to delivered",
        "6 7 8",
        List.of(
            series("p50", "s-good", step -> latency(step, "p50")),
            series("p95", "s-wait", step -> latency(step, "p95")),
            series("p99", "s-bad", step -> latency(step, "p99"))),
        ticks());
  }

  private Chart pending() {
    return Chart.even(
        "Pending deliveries",
        "9",
        List.of(series("pending", "s-wait", step -> (double) step.number("pending"))),
        ticks(),
        1);
  }

  private Chart failures() {
    return Chart.even(
        "Failed and given up a minute",
        "3 4",
        List.of(
            series("failed", "s-wait", step -> step.number("failed") / minutes),
            series("dead", "s-bad", step -> Math.max(0, step.number("dead")) / minutes)),
        ticks(),
        1);
  }

  /** In the unit in which the longest reads best. */
  private Chart late() {
    var unit = Unit.of(seconds(sum));
    return Chart.even(
        "Oldest due, in " + unit.name,
        "10",
        List.of(series("oldest due", "s-bad", step -> seconds(step) / unit.seconds)),
        ticks(),
        1);
  }

  private enum Unit {
    SECONDS("seconds", 1),
    MINUTES("minutes", 60),
    HOURS("hours", 3600),
    DAYS("days", 86_400);

    private final String name;
    private final int seconds;

    Unit(String name, int seconds) {
      this.name = name;
      this.seconds = seconds;
    }

    private static Unit of(double longest) {
      return Arrays.stream(values())
          .filter(unit -> longest < 120.0 * unit.seconds)
          .findFirst()
          .orElse(DAYS);
    }
  }

  private static double seconds(Item step) {
    var seconds = step.decimal("oldestDueSeconds");
    return seconds == null ? 0 : seconds.doubleValue();
  }

  /** How late what was due longest was, for people. */
  public static String lateText(Item step) {
    return Text.late(seconds(step));
  }

  private Series series(String name, String colour, Function<Item, @Nullable Double> value) {
    var values = new ArrayList<@Nullable Double>();
    steps.forEach(step -> values.add(value.apply(step)));
    return new Series(name, colour, values);
  }

  private List<Tick> ticks() {
    var ticks = new ArrayList<Tick>();
    for (int i = 0; i < TICKS; i++) {
      var step = (steps.size() - 1) * i / (TICKS - 1);
      ticks.add(
          new Tick(
              Chart.across(step, steps.size()), steps.get(step).text("at"), window.equals("7d")));
    }
    return ticks;
  }

  /** The exact hour and minute, for the table. */
  public static String time(Item step) {
    return Instant.parse(step.text("at")).toString().replace('T', ' ').substring(0, 16);
  }

  /** Of its attempts, in hundredths; null if there was none. */
  private static @Nullable Double share(Item step) {
    var attempts = step.number("attempts");
    return attempts == 0 ? null : 100.0 * (attempts - step.number("failed")) / attempts;
  }

  /** The same for the table. */
  public static String shareText(Item step) {
    var attempts = step.number("attempts");
    return Text.share(attempts - step.number("failed"), attempts);
  }

  private static @Nullable Double latency(Item step, String quantile) {
    var value = step.at("latencyMs").decimal(quantile);
    return value == null ? null : value.doubleValue();
  }

  /** How long it took, for people. */
  public static String latencyText(Item figures, String quantile) {
    var value = latency(figures, quantile);
    return value == null ? "–" : Text.millis(Math.round(value));
  }
}
