package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Group;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records what attempts came to, in groups. */
final class Recorder implements Group<Recorded> {

  private final DeliveryStore deliveries;
  private final CountStore counts;
  private final Webhooks webhooks;
  private final DeliveryListener listener;
  private final FailureWatch failures;
  private final Lanes lanes;
  private final BatchStore batches;
  private final Disabled disabled;
  private final Consumer<List<Recorded>> whenWritten;
  private final Consumer<List<Recorded>> whenFailed;

  /** Between {@link #write} and {@link #written}: behind these another is due now. */
  private List<Recorded> movedUp = List.of();

  Recorder(
      DeliveryStore deliveries,
      CountStore counts,
      Webhooks webhooks,
      DeliveryListener listener,
      FailureWatch failures,
      Lanes lanes,
      BatchStore batches,
      Disabled disabled,
      Consumer<List<Recorded>> whenWritten,
      Consumer<List<Recorded>> whenFailed) {
    this.deliveries = deliveries;
    this.counts = counts;
    this.webhooks = webhooks;
    this.listener = listener;
    this.failures = failures;
    this.lanes = lanes;
    this.batches = batches;
    this.disabled = disabled;
    this.whenWritten = whenWritten;
    this.whenFailed = whenFailed;
  }

  /** How a webhook is when Belfry has disabled it, by the rules of its dialect. */
  @FunctionalInterface
  interface Disabled {
    Registration of(Recorded last, Registration before, String reason);
  }

  @Override
  public void write(Tx tx, List<Recorded> items) {
    var batch = new CountStore.Batch();
    var settlements = new ArrayList<DeliveryStore.Settlement>(items.size());
    var onlyCounted = new ArrayList<Recorded>();
    var failing = new HashMap<WebhookId, Webhook>();
    var ended = new HashMap<Ordering.Line, Recorded>();
    for (var item : items) {
      if (!item.succeeded()) {
        failing.put(item.webhook().id(), item.webhook());
      }
      countAttempt(batch.of(item.webhook().id()), item);
    }
    var each = items.stream().flatMap(Recorded::each).toList();
    for (var item : each) {
      if (item.due().isSettledElsewhere()) {
        onlyCounted.add(item);
      } else {
        var settlement = settlement(item);
        settlements.add(settlement);
        var line = item.due().line(item.webhook().id());
        if (line != null && settlement.state() != DeliveryState.PENDING) {
          ended.put(line, item);
        }
        batch.settled(
            item.due().tenantNumber(), item.webhook().id(), settlement.state(), item.due().owed());
        if (settlement.state() == DeliveryState.DELIVERED && item.due().owed() > 0) {
          batch.took(
              item.webhook().id(),
              Duration.between(item.due().event().acceptedAt(), item.endedAt()));
        }
      }
    }
    Failpoint.BEFORE_OUTCOME.hit();
    deliveries.insertAttempts(tx, each);
    deliveries.settle(tx, settlements);
    deliveries.countAttempts(tx, onlyCounted);
    moveUp(tx, ended);
    batches.attempted(tx, items, id -> endOf(id) == null);
    counts.add(tx, batch);
    failures.write(tx, batch, failing.values());
  }

  /** What stood behind those that are settled now. */
  private void moveUp(Tx tx, Map<Ordering.Line, Recorded> ended) {
    movedUp = List.of();
    if (!ended.isEmpty()) {
      var moved = new ArrayList<Recorded>();
      ended.forEach((line, item) -> {
        if (!Ordering.moveUp(tx, List.of(line), item.endedAt()).isEmpty()) {
          moved.add(item);
        }
      });
      movedUp = moved;
    }
  }

  @Override
  public void written(List<Recorded> items) {
    Failpoint.AFTER_OUTCOME.hit();
    whenWritten.accept(items);
    failures.written();
    movedUp.forEach(item -> lanes.dueInStore(item.webhook(), item.endedAt()));
    movedUp = List.of();
    for (var item : items) {
      if (item.next() instanceof NextStep.Disable(var reason)) {
        webhooks.disableLater(item.webhook().id(), before -> disabled.of(item, before, reason));
      }
      item.each().forEach(this::tell);
    }
  }

  private void tell(Recorded item) {
    var state = stateAfter(item);
    if (state != DeliveryState.PENDING && !item.due().isSettledElsewhere()) {
      listener.settled(state, 1, Duration.between(item.due().event().acceptedAt(), item.endedAt()));
    }
  }

  @Override
  public void failed(List<Recorded> items, RuntimeException why) {
    whenFailed.accept(items); // each stays pending in the store, and is attempted again
  }

  @Override
  public boolean waitsForRoom() {
    return true;
  }

  /** Since when it fails is asked of the lane: attempts may be written in another order. */
  private void countAttempt(CountStore.Sums sums, Recorded item) {
    if (!sums.attempted) {
      sums.attempted = true;
      sums.failingSince = lanes.failingSince(item.lane());
    }
    sums.attempts++;
    if (item.succeeded()) {
      sums.lastSuccess = item.endedAt();
      sums.succeeded();
    } else {
      sums.lastFailure = item.endedAt();
      item.each().findFirst().ifPresent(one -> sums.failed(one.due().id(), one.attempt().number()));
    }
  }

  private DeliveryStore.Settlement settlement(Recorded item) {
    var due = item.due();
    var attempts = item.attempt().number();
    var step = due.step() + 1;
    var ended = item.endedAt();
    return switch (item.next()) {
      case NextStep.Finish _ ->
          settled(due.id(), DeliveryState.DELIVERED, null, attempts, step, ended);
      case NextStep.GiveUp(var reason, _) ->
          settled(due.id(), DeliveryState.DEAD, reason, attempts, step, ended);
      case NextStep.Disable(var reason) ->
          settled(due.id(), DeliveryState.DEAD, reason, attempts, step, ended);
      case NextStep.RetryAt(var at, _) -> {
        var end = endOf(item.webhook().id());
        yield end == null
            ? new DeliveryStore.Settlement(
                due.id(), DeliveryState.PENDING, null, attempts, step, at, null)
            : settled(due.id(), end.state(), end.reason(), attempts, step, ended);
      }
    };
  }

  private DeliveryState stateAfter(Recorded item) {
    return switch (item.next()) {
      case NextStep.Finish _ -> DeliveryState.DELIVERED;
      case NextStep.GiveUp _, NextStep.Disable _ -> DeliveryState.DEAD;
      case NextStep.RetryAt _ -> {
        var end = endOf(item.webhook().id());
        yield end == null ? DeliveryState.PENDING : end.state();
      }
    };
  }

  /** What becomes of the deliveries of a webhook that was disabled or deleted meanwhile. */
  private @Nullable Ending endOf(WebhookId id) {
    return Ending.of(webhooks.find(id).orElse(null));
  }

  private static DeliveryStore.Settlement settled(
      DeliveryId id,
      DeliveryState state,
      @Nullable String reason,
      int attempts,
      int step,
      Instant at) {
    return new DeliveryStore.Settlement(id, state, reason, attempts, step, null, at);
  }
}
