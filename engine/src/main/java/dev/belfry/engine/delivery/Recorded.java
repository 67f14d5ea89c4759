package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An attempt that was made, on its way to the store.
 *
 * @param due a single delivery, or a batch
 * @param sent the deliveries that the request told of
 */
record Recorded(
    Lane lane,
    Due due,
    Webhook webhook,
    Attempt attempt,
    boolean succeeded,
    NextStep next,
    Instant endedAt,
    List<Due> sent) {

  /** All that was due. */
  Recorded(
      Lane lane,
      Due due,
      Webhook webhook,
      Attempt attempt,
      boolean succeeded,
      NextStep next,
      Instant endedAt) {
    this(lane, due, webhook, attempt, succeeded, next, endedAt, due.all());
  }

  /** What of the attempt may be kept. */
  Attempt kept() {
    return due.isErased() ? attempt.withoutAnswer() : attempt;
  }

  /** For each of the deliveries that were sent, what it came to. */
  Stream<Recorded> each() {
    return due.batch() == null
        ? Stream.of(this)
        : sent.stream()
            .map(one ->
                new Recorded(
                    lane,
                    one,
                    webhook,
                    attempt.numbered(one.attempts() + 1),
                    succeeded,
                    next,
                    endedAt,
                    List.of(one)));
  }
}
