package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How lanes follow what happens to webhooks and tenants, and to deliveries without an attempt. */
final class LaneChanges {

  private final LaneTable table;
  private final ReentrantLock lock;

  LaneChanges(LaneTable table) {
    this.table = table;
    this.lock = table.lock;
  }

  /** Sets what is known of a webhook from before the start. */
  void remember(Webhook webhook, @Nullable Instant failingSince) {
    lock.lock();
    try {
      table.of(webhook).failingSince = failingSince;
    } finally {
      lock.unlock();
    }
  }

  /** A webhook was changed: its lane follows. */
  void adapt(Webhook webhook, boolean resumed) {
    lock.lock();
    try {
      var lane = table.find(webhook.id());
      if (lane != null) {
        table.adapt(lane, webhook);
        if (resumed) {
          lane.resume();
        }
        if (!lane.isOpen()) {
          lane.more |= !lane.ready.isEmpty();
          table.holdings.dropReady(lane);
        }
        table.lookAfter(lane, table.now());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What of a webhook is under way or not recorded yet. */
  Set<DeliveryId> underWay(WebhookId webhook) {
    lock.lock();
    try {
      var lane = table.find(webhook);
      if (lane == null) {
        return Set.of();
      }
      var ids = new HashSet<>(lane.held.keySet());
      lane.ready.forEach(due -> {
        ids.remove(due.id());
        due.all().forEach(one -> ids.remove(one.id()));
      });
      return ids;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A webhook takes no more requests: what waits is settled by other means, what is under way ends
   * by itself.
   *
   * @param underWay as it was when settling the others began
   * @param forGood the webhook is gone; else it may come back, and must then know what is under way
   */
  void shut(WebhookId webhook, Set<DeliveryId> underWay, boolean forGood) {
    lock.lock();
    try {
      var lane = forGood ? table.remove(webhook) : table.find(webhook);
      if (lane != null) {
        lane.shut();
        lane.shutWhileLoading = lane.loading;
        lane.more = false;
        lane.nextDue = Lane.NEVER;
        table.noLook(lane);
        table.holdings.dropReady(lane);
        lane.held.values().stream()
            .filter(due -> !underWay.contains(due.id()))
            .forEach(Due::settleElsewhere);
      }
    } finally {
      lock.unlock();
    }
  }

  /** These were settled by other means: not attempted any more, or only recorded if under way. */
  void settledElsewhere(WebhookId webhook, Collection<DeliveryId> ids) {
    lock.lock();
    try {
      var lane = table.find(webhook);
      if (lane == null) {
        return;
      }
      for (var id : ids) {
        var due = lane.held.get(id);
        if (due != null) {
          due.settleElsewhere();
          table.holdings.withdraw(lane, due);
        } else if (lane.loading) {
          lane.releasedWhileLoading.add(id);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nothing of what is answered to this event of the tenant's may be kept. A lane at a time: others
   * go on in between, and what is loaded by then has nothing of the event any more.
   */
  void erase(TenantId tenant, EventId event) {
    for (var lane : lanes(tenant)) {
      lock.lock();
      try {
        lane.held.values().stream()
            .filter(due -> due.event().id().equals(event))
            .forEach(Due::erase);
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Lane> lanes(TenantId tenant) {
    lock.lock();
    try {
      return table.of(tenant);
    } finally {
      lock.unlock();
    }
  }

  /** Somebody wants what waits to be made again to go out at once. */
  void unhold(WebhookId webhook) {
    lock.lock();
    try {
      var lane = table.find(webhook);
      if (lane != null && lane.isSerial()) {
        lane.holdUntil = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether this delivery is in memory. */
  boolean holds(WebhookId webhook, DeliveryId id) {
    lock.lock();
    try {
      var lane = table.find(webhook);
      return lane != null && lane.held.containsKey(id);
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything of a tenant is under way or not recorded yet, also of deleted webhooks. */
  boolean hasUnderWay(TenantId tenant) {
    lock.lock();
    try {
      var turn = table.find(tenant);
      return turn != null && turn.unrecorded > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a tenant that has nothing any more. */
  void forget(TenantId tenant) {
    lock.lock();
    try {
      table.remove(tenant);
    } finally {
      lock.unlock();
    }
  }
}
