package dev.belfry.engine.webhook;

import org.jspecify.annotations.Nullable;

/**
 * How fast requests may go to a webhook's target.
 *
 * @param maxInFlight requests under way at once, 1 to 1,024
 * @param gathering null for a request per event
 */
public record Pace(int maxInFlight, @Nullable Gathering gathering) {

  public static final Pace USUAL = new Pace(16);

  private static final int MOST_IN_FLIGHT = 1024;

  public Pace {
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      throw new InvalidWebhook("maxInFlight", "must be from 1 to " + MOST_IN_FLIGHT);
    }
  }

  /** A request per event. */
  public Pace(int maxInFlight) {
    this(maxInFlight, null);
  }
}
