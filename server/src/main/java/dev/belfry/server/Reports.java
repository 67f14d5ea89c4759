package dev.belfry.server;

import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.StoreListener;
import dev.belfry.server.console.live.Seen;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.ops.Metrics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes log lines and figures of what engine and store tell: one line an attempt, no secrets. */
final class Reports implements DeliveryListener, CommitterEvents, StoreListener {

  private static final Logger LOG = LoggerFactory.getLogger("belfry.attempt");
  private static final Logger STORE = LoggerFactory.getLogger("belfry.store");

  private final Metrics metrics;
  private final Tail tail;
  private final Consumer<StoreBroken> whenBroken;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Tells of a store that failed, once.
   *
   * @param tail told of each attempt while somebody watches
   * @param whenBroken must not count on anything being written any more
   */
  Reports(Metrics metrics, Tail tail, Consumer<StoreBroken> whenBroken) {
    this.metrics = metrics;
    this.tail = tail;
    this.whenBroken = whenBroken;
  }

  @Override
  public void accepted(int events) {
    metrics.accepted(events);
  }

  @Override
  public void attempted(Told attempted) {
    var attempt = attempted.attempt();
    var delivered = attempted.next() instanceof NextStep.Finish;
    var error = attempt.error();
    var outcome = delivered || error == null ? "delivered" : error;
    metrics.attempted(outcome);
    if (tail.isWatched()) {
      tail.tell(seen(attempted, outcome));
    }
    LOG.atInfo()
        .addKeyValue("tenant", attempted.webhook().tenant())
        .addKeyValue("webhook", attempted.webhook().id())
        .addKeyValue("event", attempted.event().id())
        .addKeyValue("delivery", attempted.delivery())
        .addKeyValue("attempt", attempt.number())
        .addKeyValue("outcome", outcome)
        .addKeyValue("status", attempt.status())
        .addKeyValue("ms", attempt.duration().toMillis())
        .addKeyValue("next", next(attempted.next()))
        .addKeyValue("origin", attempted.origin().name().toLowerCase(Locale.ROOT))
        .log("attempt");
  }

  private static Seen seen(Told attempted, String outcome) {
    var attempt = attempted.attempt();
    var webhook = attempted.webhook();
    var name = webhook.registration().name();
    return new Seen(
        attempt.at(),
        webhook.tenant(),
        webhook.id().toString(),
        name.isEmpty() ? String.valueOf(webhook.target().url().getHost()) : name,
        attempted.event().id().toString(),
        attempted.event().attributes().type(),
        attempted.delivery().toString(),
        attempt.number(),
        outcome,
        attempt.status(),
        attempt.duration().toMillis(),
        next(attempted.next()));
  }

  private static String next(NextStep step) {
    return switch (step) {
      case NextStep.Finish _ -> "delivered";
      case NextStep.RetryAt(var due, _) -> "retry at " + due;
      case NextStep.GiveUp(var reason, _) -> "dead: " + reason;
      case NextStep.Disable(var reason) -> "webhook disabled: " + reason;
    };
  }

  @Override
  public void settled(DeliveryState state, int count, Duration sinceAccepted) {
    metrics.settled(state.name().toLowerCase(Locale.ROOT), count);
    if (state == DeliveryState.DELIVERED && count == 1) {
      metrics.delivered(sinceAccepted);
    }
  }

  @Override
  public void committed(Duration took) {
    metrics.synced(took);
  }

  /** The store has told of it already. */
  @Override
  public void synced(Duration took) {}

  @Override
  public void broke(StoreBroken why) {
    if (told.compareAndSet(false, true)) {
      whenBroken.accept(why);
    }
  }

  @Override
  public void broken(StoreBroken why) {
    broke(why);
  }

  @Override
  public void refused(RuntimeException why) {
    STORE.error("a transaction failed", why);
  }
}
