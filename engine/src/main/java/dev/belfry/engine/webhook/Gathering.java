package dev.belfry.engine.webhook;

import java.time.Duration;

/**
 * How a webhook's events are gathered into one request.
 *
 * @param maxEvents a request has at most so many; 1 to 10,000
 * @param maxDelay how long the first of them waits for others; up to 24 hours
 * @param serial whether everything waits while a request is under way or to be made again
 */
public record Gathering(int maxEvents, Duration maxDelay, boolean serial) {

  private static final int MOST_EVENTS = 10_000;
  private static final Duration LONGEST_DELAY = Duration.ofHours(24);

  public Gathering {
    if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
      throw new InvalidWebhook("batch/maxEvents", "must be from 1 to 10000");
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST_DELAY) > 0) {
      throw new InvalidWebhook("batch/maxDelay", "must be from 0s to 24h");
    }
  }
}
