package dev.belfry.engine.webhook;

/**
 * How fast requests may go to a webhook's target.
 *
 * @param maxInFlight requests under way at once, 1 to 1,024
 */
public record Pace(int maxInFlight) {

  public static final Pace USUAL = new Pace(16);

  private static final int MOST_IN_FLIGHT = 1024;

  public Pace {
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      throw new InvalidWebhook("maxInFlight", "must be from 1 to " + MOST_IN_FLIGHT);
    }
  }
}
