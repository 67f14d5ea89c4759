package dev.belfry.engine.webhook;

import org.jspecify.annotations.Nullable;

/**
 * How fast requests may go to a webhook's target, and which of them one after another.
 *
 * @param maxInFlight requests under way at once, 1 to 1,024
 * @param gathering null for a request per event
 * @param ratePerSecond requests begun in a second, on average, 0.01 to 100,000; null for no limit
 * @param order what follows one another; null if nothing does
 */
public record Pace(
    int maxInFlight,
    @Nullable Gathering gathering,
    @Nullable Double ratePerSecond,
    @Nullable Order order) {

  public static final Pace USUAL = new Pace(16);

  private static final int MOST_IN_FLIGHT = 1024;
  private static final double LOWEST_RATE = 0.01;
  private static final double HIGHEST_RATE = 100_000;

  public Pace {
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      throw new InvalidWebhook("maxInFlight", "must be from 1 to " + MOST_IN_FLIGHT);
    }
    if (ratePerSecond != null && !(ratePerSecond >= LOWEST_RATE && ratePerSecond <= HIGHEST_RATE)) {
      throw new InvalidWebhook("ratePerSecond", "must be from 0.01 to 100000");
    }
  }

  /** A request per event. */
  public Pace(int maxInFlight) {
    this(maxInFlight, null, null, null);
  }

  /** Gathered or not, as fast as may be, in any order. */
  public Pace(int maxInFlight, @Nullable Gathering gathering) {
    this(maxInFlight, gathering, null, null);
  }
}
