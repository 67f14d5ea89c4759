package dev.belfry.engine.webhook;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When failed attempts are made again.
 *
 * @param schedule the waits after the first, second, … failed attempt; after the last wait's
 *     attempt the delivery is dead
 * @param jitter the share by which each wait varies either way, 0 to 1
 */
public record Retry(List<Duration> schedule, double jitter) {

  private static final int MOST_STEPS = 50;
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);

  /** 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: ten attempts in about three days. */
  public static final Retry USUAL =
      new Retry(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)),
          0.2);

  public Retry {
    if (schedule.size() > MOST_STEPS) {
      throw new InvalidWebhook("retry/schedule", "must have at most " + MOST_STEPS + " waits");
    }
    for (int i = 0; i < schedule.size(); i++) {
      var wait = schedule.get(i);
      if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
        throw new InvalidWebhook("retry/schedule/" + i, "must be from 0s to 7d");
      }
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidWebhook("retry/jitter", "must be from 0 to 1");
    }
    schedule = List.copyOf(schedule);
  }

  /**
   * The wait after a failed attempt, jitter included.
   *
   * @param attempt from 1, and no more than the schedule has waits
   */
  public Duration waitAfter(int attempt, RandomGenerator random) {
    var share = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos(Math.round(schedule.get(attempt - 1).toNanos() * share));
  }
}
