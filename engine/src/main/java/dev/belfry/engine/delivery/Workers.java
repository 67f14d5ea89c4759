package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads, each making one attempt after the other as long as the lanes have one to make.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final int MOST_STARTED_AT_ONCE = 256;
  private static final Duration NOT_STARTED = Duration.ofMillis(250);

  private final Lanes lanes;
  private final Webhooks webhooks;
  private final Settling settling;
  private final Attempts attempts;
  private final Consumer<Recorded> record;
  private final DeliveryListener listener;
  private final InstantSource clock;
  private final AtomicInteger running = new AtomicInteger();

  /** Is opened when the last one ends while they are stopping. */
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile boolean stopping;

  /** From here on an attempt that ends was cut off: it counts as not made. */
  private volatile boolean cut;

  /**
   * @param record is given what became of each attempt
   */
  Workers(
      Lanes lanes,
      Webhooks webhooks,
      Settling settling,
      Attempts attempts,
      Consumer<Recorded> record,
      DeliveryListener listener,
      InstantSource clock) {
    this.lanes = lanes;
    this.webhooks = webhooks;
    this.settling = settling;
    this.attempts = attempts;
    this.record = record;
    this.listener = listener;
    this.clock = clock;
  }

  boolean areRunning() {
    return running.get() > 0;
  }

  boolean areStopping() {
    return stopping;
  }

  /** Starts what may go out now. */
  void start() {
    while (!stopping) {
      var works = lanes.nextUpTo(MOST_STARTED_AT_ONCE);
      for (var work : works) {
        start(work);
      }
      if (works.size() < MOST_STARTED_AT_ONCE) {
        return;
      }
    }
  }

  private void start(Lanes.Work work) {
    running.incrementAndGet();
    try {
      Thread.startVirtualThread(() -> work(work));
    } catch (RuntimeException | Error e) {
      countEnded();
      lanes.abandoned(work, clock.millis() + NOT_STARTED.toMillis());
      throw e;
    }
  }

  private void work(Lanes.Work first) {
    try {
      var work = first;
      while (work != null && !stopping) {
        work = attempt(work);
      }
    } finally {
      countEnded();
    }
  }

  /** {@link #stop} says that it stops before it counts, here it is the other way round. */
  private void countEnded() {
    if (running.decrementAndGet() == 0 && stopping) {
      ended.countDown();
    }
  }

  /** Answers what may go out next. */
  private Lanes.@Nullable Work attempt(Lanes.Work work) {
    Failpoint.BEFORE_SEND.hit();
    var lane = work.lane();
    var due = work.due();
    var webhook = webhooks.find(lane.webhook).orElse(null);
    var sent = due.unsettled();
    if (webhook == null || sent.isEmpty()) {
      settling.cancelOfDeleted(lane.webhook, sent.stream().map(Due::id).toList());
      return lanes.abandoned(work, Lane.NEVER);
    }
    var made = makeSafely(webhook, lane, due, sent);
    if (made == null) {
      return lanes.abandoned(work, clock.millis() + Deliverer.AFTER_A_FAULT.toMillis());
    }
    if (cut) {
      return null;
    }
    Failpoint.AFTER_ANSWER.hit();
    var next = lanes.finished(work, made.outcome(), made.next(), made.endedAt());
    record.accept(
        new Recorded(
            lane,
            due,
            webhook,
            made.attempt(),
            made.outcome() instanceof Outcome.Succeeded,
            made.next(),
            made.endedAt(),
            sent));
    tell(
        new DeliveryListener.Told(
            webhook, due.event(), due.id(), due.origin(), made.attempt(), made.next()));
    return next;
  }

  /** What is told may fail to be heard; the lane goes on. */
  private void tell(DeliveryListener.Told told) {
    try {
      listener.attempted(told);
    } catch (RuntimeException | Error e) {
      LOG.error("attempt of {} could not be told", told.delivery(), e);
    }
  }

  /**
   * A fault of the program in one attempt must not stop the others: it counts as a failed one; null
   * if not even that can be told, so that the delivery stays as it is.
   */
  private Attempts.@Nullable Made makeSafely(Webhook webhook, Lane lane, Due due, List<Due> sent) {
    Supplier<@Nullable Instant> failingSince = () -> lanes.failingSince(lane);
    try {
      return attempts.make(
          webhook,
          due.id(),
          sent.getFirst().event(),
          together(due.batch(), sent),
          due.origin(),
          due.attempts(),
          due.step(),
          failingSince);
    } catch (RuntimeException | Error e) {
      LOG.error("attempt of {} could not be made", due.id(), e);
    }
    try {
      return attempts.broken(webhook, due.event(), due.attempts(), due.step(), failingSince.get());
    } catch (RuntimeException | Error e) {
      LOG.error("nor can it be recorded; {} is tried again later", due.id(), e);
      return null;
    }
  }

  private static Callback.@Nullable Batch together(@Nullable Batch batch, List<Due> sent) {
    return batch == null
        ? null
        : new Callback.Batch(
            batch.number(), batch.gatheredAt(), sent.stream().map(Due::event).toList());
  }

  /** Waits until the attempts under way have ended; those that last longer are cut. */
  void stop(Duration atMost) {
    stopping = true;
    if (areRunning()) {
      try {
        var _ = ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    cut = true;
  }
}
