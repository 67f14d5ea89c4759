package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles what is pending without an attempt: when its webhook is disabled or deleted, when it is
 * cancelled, when it cannot be read. Many at once are settled in steps, so that nobody waits long.
 */
final class Settling implements WebhookHook {

  private static final int STEP = 500;
  private static final Ending ERASED = new Ending(DeliveryState.CANCELLED, "erased");
  private static final Ending CANCELLED = new Ending(DeliveryState.CANCELLED, "cancelled");

  private final Committer committer;
  private final Webhooks webhooks;
  private final DeliveryStore deliveries;
  private final EventDeliveries ofEvents;
  private final CountStore counts;
  private final Lanes lanes;
  private final DeliveryListener listener;
  private final InstantSource clock;

  /**
   * Between {@link #changing} and {@link #changed}, by the version that was changed: there may be
   * more than one in a transaction. One thread's.
   */
  private final Map<WebhookId, NavigableMap<Long, Begun>> begun = new HashMap<>();

  /** While changes are told together: what is to be opened after them. Null at other times. */
  private @Nullable Map<WebhookId, Opening> openings;

  Settling(
      Committer committer,
      Webhooks webhooks,
      DeliveryStore deliveries,
      EventDeliveries ofEvents,
      CountStore counts,
      Lanes lanes,
      DeliveryListener listener,
      InstantSource clock) {
    this.committer = committer;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.ofEvents = ofEvents;
    this.counts = counts;
    this.lanes = lanes;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {
    if (before == null) {
      return;
    }
    if (after != null && isResumed(before, after)) {
      counts.resumed(tx, after.id());
    }
    var ending = Ending.of(after);
    if (ending != null) {
      var underWay = lanes.changes().underWay(before.id());
      var step = settleStep(tx, before.id(), ending, underWay);
      begun
          .computeIfAbsent(before.id(), _ -> new TreeMap<>())
          .put(before.version(), new Begun(underWay, step));
    }
  }

  /** Older ones were left by transactions that failed. */
  private @Nullable Begun takeBegun(Webhook before) {
    var versions = begun.get(before.id());
    if (versions == null) {
      return null;
    }
    var one = versions.remove(before.version());
    versions.headMap(before.version()).clear();
    if (versions.isEmpty()) {
      begun.remove(before.id());
    }
    return one;
  }

  /** The first step, in the transaction of the change itself, and what was under way then. */
  private record Begun(Set<DeliveryId> underWay, Step step) {}

  /** How many were settled, and whether there may be more. */
  private record Step(int settled, boolean more) {}

  @Override
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    if (before == null) {
      return;
    }
    var first = takeBegun(before);
    var ending = Ending.of(after);
    if (ending == null) {
      if (after != null) {
        var dissolves = isOrdered(before) && !isOrdered(after);
        open(new Opening(after, isResumed(before, after), dissolves));
      }
      return;
    }
    if (openings != null) {
      openings.remove(before.id());
    }
    var underWay = first == null ? Set.<DeliveryId>of() : first.underWay;
    lanes.changes().shut(before.id(), underWay, after == null);
    if (first != null) {
      tell(ending, first.step.settled);
    }
    settleRest(before.id(), ending, underWay);
  }

  /**
   * Runs {@code changes}, which tell of several changes of the same webhooks in one transaction:
   * between two of them nothing goes out, since the one behind may have settled it.
   */
  void together(Runnable changes) {
    var last = new LinkedHashMap<WebhookId, Opening>();
    openings = last;
    try {
      changes.run();
    } finally {
      openings = null;
      last.values().forEach(this::open);
    }
  }

  /** A webhook that takes requests, as it is now. */
  private record Opening(Webhook webhook, boolean resumed, boolean dissolves) {
    private Opening then(Opening next) {
      return new Opening(next.webhook, resumed || next.resumed, dissolves || next.dissolves);
    }
  }

  private void open(Opening opening) {
    if (openings != null) {
      openings.merge(opening.webhook.id(), opening, Opening::then);
      return;
    }
    lanes.changes().adapt(opening.webhook, opening.resumed);
    if (opening.resumed) {
      lanes.dueInStore(opening.webhook, clock.instant());
    }
    if (opening.dissolves) {
      dissolveLines(opening.webhook.id());
    }
  }

  /** In steps: what stood behind others of an ordered webhook stands behind none any more. */
  private void dissolveLines(WebhookId id) {
    committer.changeLater(
        tx -> {
          var still = webhooks.find(id).filter(webhook -> !isOrdered(webhook)).isPresent();
          return still ? Ordering.dissolve(tx, id, STEP, clock.instant()) : 0;
        },
        count -> {
          webhooks.find(id).ifPresent(webhook -> lanes.dueInStore(webhook, clock.instant()));
          if (count >= STEP) {
            dissolveLines(id);
          }
        });
  }

  /** Settles, in steps, whatever is pending of a webhook that takes no more. */
  void settleRest(WebhookId webhook, Ending ending) {
    settleRest(webhook, ending, Set.of());
  }

  private void settleRest(WebhookId webhook, Ending ending, Set<DeliveryId> underWay) {
    committer.changeLater(
        tx -> {
          var goesOn = ending.equals(Ending.of(webhooks.find(webhook).orElse(null)));
          return goesOn ? settleStep(tx, webhook, ending, underWay) : new Step(0, false);
        },
        step -> {
          tell(ending, step.settled);
          if (step.more) {
            settleRest(webhook, ending, underWay);
          }
        });
  }

  private Step settleStep(Tx tx, WebhookId webhook, Ending ending, Set<DeliveryId> underWay) {
    var found = deliveries.pendingOf(tx, webhook, STEP + underWay.size());
    var pending = found.stream().filter(one -> !underWay.contains(one.id())).toList();
    settle(tx, webhook, pending, ending);
    return new Step(pending.size(), !pending.isEmpty() && found.size() >= STEP);
  }

  private void settle(
      Tx tx, WebhookId webhook, List<DeliveryStore.Pending> pending, Ending ending) {
    if (pending.isEmpty()) {
      return;
    }
    Failpoint.BEFORE_SETTLING_STEP.hit();
    deliveries.settleWithout(tx, pending, ending.state(), ending.reason(), clock.instant());
    var batch = new CountStore.Batch();
    for (var one : pending) {
      if (one.origin() == Origin.EVENT) {
        batch.settled(one.tenantNumber(), webhook, ending.state(), 1);
      }
    }
    counts.add(tx, batch);
    var lines =
        pending.stream()
            .filter(one -> one.orderKey() != null)
            .map(one -> new Ordering.Line(webhook, Objects.requireNonNull(one.orderKey())))
            .collect(Collectors.toSet());
    Ordering.moveUp(tx, lines, clock.instant());
  }

  /** Only what is on disk is told. */
  private void tell(Ending ending, int settled) {
    if (settled > 0) {
      listener.settled(ending.state(), settled, Duration.ZERO);
    }
  }

  /** The answer is to be run when that is on disk. */
  Runnable settleOfClosed(Tx tx, NewDelivery delivery) {
    var ending = Ending.of(webhooks.find(delivery.webhook()).orElse(null));
    if (ending == null) {
      return () -> {};
    }
    var pending =
        new DeliveryStore.Pending(
            delivery.id(), delivery.tenantNumber(), delivery.origin(), delivery.orderKey());
    settle(tx, delivery.webhook(), List.of(pending), ending);
    return () -> tell(ending, 1);
  }

  /** Cancels one delivery, if it is still pending. */
  boolean cancel(Tx tx, WebhookId webhook, DeliveryId id) {
    var pending = deliveries.findPending(tx, id);
    settle(tx, webhook, pending.stream().toList(), CANCELLED);
    return pending.isPresent();
  }

  /** {@link #cancel} did so, and it is on disk. */
  void cancelled(WebhookId webhook, DeliveryId id) {
    tell(CANCELLED, 1);
    lanes.changes().settledElsewhere(webhook, List.of(id));
    lookForNext(webhook);
  }

  /** Deliveries whose webhook went away just as their turn came. */
  void cancelOfDeleted(WebhookId webhook, List<DeliveryId> ids) {
    settleLater(webhook, ids, new Ending(DeliveryState.CANCELLED, "webhook_deleted"));
  }

  /** Gives up deliveries whose event is not what was accepted: it must not be sent. */
  void bury(WebhookId webhook, List<DeliveryId> damaged) {
    if (!damaged.isEmpty()) {
      settleLater(webhook, damaged, new Ending(DeliveryState.DEAD, "damaged"));
    }
  }

  /** Calls off deliveries whose event's data was erased. */
  void cancelErased(WebhookId webhook, List<DeliveryId> erased) {
    if (!erased.isEmpty()) {
      settleLater(webhook, erased, ERASED);
    }
  }

  /** Calls off all that is pending of an event, in steps; returns when that is done. */
  void cancelErased(EventId event) {
    while (committer.change(tx -> cancelStep(tx, event), this::cancelled).size() >= STEP) {
      // one step after the other
    }
  }

  private List<EventDeliveries.PendingOfEvent> cancelStep(Tx tx, EventId event) {
    var found = ofEvents.pendingOf(tx, event, STEP);
    for (var one : found) {
      settle(tx, one.webhook(), List.of(one.pending()), ERASED);
    }
    return found;
  }

  private void cancelled(List<EventDeliveries.PendingOfEvent> found) {
    tell(ERASED, found.size());
    for (var one : found) {
      lanes.changes().settledElsewhere(one.webhook(), List.of(one.pending().id()));
      lookForNext(one.webhook());
    }
  }

  private void settleLater(WebhookId webhook, List<DeliveryId> ids, Ending ending) {
    committer.changeLater(
        tx -> {
          var pending =
              ids.stream().flatMap(id -> deliveries.findPending(tx, id).stream()).toList();
          settle(tx, webhook, pending, ending);
          return pending.size();
        },
        settled -> {
          tell(ending, settled);
          lookForNext(webhook);
        });
  }

  /** Of an ordered webhook, what stood behind may be due now. */
  private void lookForNext(WebhookId id) {
    webhooks
        .find(id)
        .filter(Settling::isOrdered)
        .ifPresent(webhook -> lanes.dueInStore(webhook, clock.instant()));
  }

  private static boolean isOrdered(Webhook webhook) {
    return webhook.registration().pace().order() != null;
  }

  private static boolean isResumed(Webhook before, Webhook after) {
    return after.state() == WebhookState.ACTIVE && before.state() != WebhookState.ACTIVE;
  }
}
