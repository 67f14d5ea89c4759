package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one webhook: what is ready in memory, what is under way, and what is known of the
 * rest in the store. Guarded by the lock of {@link LaneTable}.
 */
final class Lane {

  /** So many failures without an answer in a row let only one attempt at a time through. */
  static final int BREAKER_TRIPS_AT = 5;

  static final long NEVER = Long.MAX_VALUE;

  final WebhookId webhook;
  final Turn turn;

  /** In memory, to be attempted in this order. */
  final ArrayDeque<Due> ready = new ArrayDeque<>();

  long readyBytes;

  /** Ready, under way, or attempted and not recorded yet: not to be loaded again. */
  final Map<DeliveryId, Due> held = new HashMap<>();

  /** Whether it waits for its turn. */
  boolean queued;

  int inFlight;
  private boolean open;
  private int maxInFlight = 1;

  private @Nullable Gathering gathering;

  /** How many deliveries gather, at the latest known. */
  int gathered;

  /** Whether the store has deliveries due that are not in memory. */
  boolean more;

  /** When the first of those in the store falls due, at the latest known; milliseconds. */
  long nextDue = NEVER;

  boolean loading;
  boolean skippedWhileLoading;

  /** What a load under way finds may be settled, even if it is open again by then. */
  boolean shutWhileLoading;

  final Set<DeliveryId> releasedWhileLoading = new HashSet<>();

  /** When the timer will look here; milliseconds. */
  long timerAt = NEVER;

  /** Until then nothing goes out: the receiver asked for it; milliseconds. */
  long holdUntil;

  final Rate rate = new Rate();
  private final boolean hasBreaker;
  private int unreachableInRow;
  private boolean tripped;

  /** The first failure since the last success or resume. */
  @Nullable Instant failingSince;

  Lane(WebhookId webhook, Turn turn, boolean hasBreaker) {
    this.webhook = webhook;
    this.turn = turn;
    this.hasBreaker = hasBreaker;
  }

  /**
   * Takes over what the webhook says.
   *
   * @param mayRun whether its tenant may send
   */
  void adapt(Webhook to, boolean mayRun, @Nullable Gathering newGathering) {
    open = mayRun && to.state() == WebhookState.ACTIVE;
    gathering = newGathering;
    maxInFlight = isSerial() ? 1 : to.registration().pace().maxInFlight();
    rate.set(to.registration().pace().ratePerSecond());
  }

  void shut() {
    open = false;
  }

  /** Whether deliveries wait for others to go out with. */
  boolean isGathering() {
    return gathering != null;
  }

  /** Whether everything waits for the request that is to be made again. */
  boolean isSerial() {
    return gathering != null && gathering.serial();
  }

  /** Another delivery gathers; whether they are enough to go out. */
  boolean gather() {
    gathered++;
    return gathering != null && gathered >= gathering.maxEvents();
  }

  boolean isOpen() {
    return open;
  }

  boolean isTripped() {
    return tripped;
  }

  boolean canRun(long now) {
    return open
        && !ready.isEmpty()
        && inFlight < (tripped ? 1 : maxInFlight)
        && now >= holdUntil
        && now >= rate.from(now);
  }

  /** Until then nothing goes out, whatever is ready; milliseconds. */
  long waitsUntil(long now) {
    return ready.isEmpty() ? holdUntil : Math.max(holdUntil, rate.from(now));
  }

  int maxInFlight() {
    return maxInFlight;
  }

  /** Learns from an attempt, and from what its rules made of it. */
  void learn(Outcome outcome, NextStep next, Instant at) {
    learn(outcome);
    failingSince = failingSince(failingSince, outcome, at);
    hold(next);
  }

  /** The first failure since the last success or resume, given one more outcome. */
  static @Nullable Instant failingSince(@Nullable Instant so, Outcome outcome, Instant at) {
    return outcome instanceof Outcome.Succeeded ? null : so == null ? at : so;
  }

  private void hold(NextStep next) {
    var until =
        switch (next) {
          case NextStep.RetryAt(_, var hold) -> hold;
          case NextStep.GiveUp(_, var hold) -> hold;
          case NextStep.Finish _, NextStep.Disable _ -> null;
        };
    if (until != null) {
      holdUntil = Math.max(holdUntil, until.toEpochMilli());
    }
  }

  private void learn(Outcome outcome) {
    switch (outcome) {
      case Outcome.Succeeded _ -> {
        unreachableInRow = 0;
        tripped = false;
      }
      case Outcome.Refused _ -> unreachableInRow = 0;
      case Outcome.Unreachable _ -> {
        unreachableInRow++;
        tripped = tripped || (hasBreaker && unreachableInRow >= BREAKER_TRIPS_AT);
      }
    }
  }

  /** Forgets what it learned: its owner says that it is mended. */
  void resume() {
    unreachableInRow = 0;
    tripped = false;
    holdUntil = 0;
    failingSince = null;
  }

  boolean isIdle() {
    return held.isEmpty() && !loading && !more && nextDue == NEVER;
  }

  /** The turns of one tenant among the others, and of its lanes among themselves. */
  static final class Turn {
    /** All of the tenant's. */
    final Set<Lane> all = new HashSet<>();

    /** Those that wait for their turn. */
    final ArrayDeque<Lane> lanes = new ArrayDeque<>();

    boolean queued;
    int inFlight;

    /** Under way, or made and not on disk yet. */
    int unrecorded;
  }
}
