package dev.belfry.engine.delivery;

import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All lanes, and what happens to a lane after anything changed. Everything here and in its parts is
 * done with {@link #lock} held, for a few instructions at a time.
 */
final class LaneTable {

  /** A lane with fewer ready than this has more loaded. */
  private static final int LOW_WATER = 32;

  final ReentrantLock lock = new ReentrantLock();
  final Holdings holdings;
  final Turns turns;
  private final InstantSource clock;
  private final LaneLimits limits;
  private final Lanes.Wanted wanted;
  private final Map<WebhookId, Lane> lanes = new HashMap<>();
  private final Map<TenantId, Lane.Turn> tenants = new HashMap<>();

  LaneTable(InstantSource clock, LaneLimits limits, Lanes.Wanted wanted) {
    this.clock = clock;
    this.limits = limits;
    this.wanted = wanted;
    this.holdings = new Holdings(limits);
    this.turns = new Turns(limits);
  }

  /** By the clock, in milliseconds. */
  long now() {
    return clock.millis();
  }

  /** The lane of a webhook, made if there is none. */
  Lane of(Webhook webhook) {
    var there = lanes.get(webhook.id());
    return there == null ? made(webhook) : there;
  }

  private Lane made(Webhook webhook) {
    var turn = tenants.computeIfAbsent(webhook.tenant(), _ -> new Lane.Turn());
    var lane = new Lane(webhook.id(), turn, limits.breaker().test(webhook));
    adapt(lane, webhook);
    lanes.put(webhook.id(), lane);
    turn.all.add(lane);
    return lane;
  }

  /** Has a lane take over what its webhook says. */
  void adapt(Lane lane, Webhook to) {
    lane.adapt(to, limits.maySend().test(to.tenant()), limits.gathering().apply(to));
  }

  @Nullable Lane find(WebhookId webhook) {
    return lanes.get(webhook);
  }

  @Nullable Lane remove(WebhookId webhook) {
    var lane = lanes.remove(webhook);
    if (lane != null) {
      lane.turn.all.remove(lane);
    }
    return lane;
  }

  Collection<Lane> all() {
    return lanes.values();
  }

  List<Lane> of(TenantId tenant) {
    var turn = tenants.get(tenant);
    return turn == null ? List.of() : List.copyOf(turn.all);
  }

  Lane.@Nullable Turn find(TenantId tenant) {
    return tenants.get(tenant);
  }

  void remove(TenantId tenant) {
    tenants.remove(tenant);
  }

  static void noteDue(Lane lane, long due) {
    lane.nextDue = Math.min(lane.nextDue, due);
  }

  /** What may go out now, with its place taken. */
  Lanes.@Nullable Work next() {
    var now = now();
    var work = turns.take(now);
    if (work != null) {
      lookAfter(work.lane(), now);
    }
    return work;
  }

  /** It is neither under way nor to be written any more. */
  void done(Lane lane, Due due) {
    turns.forget(lane, due);
    holdings.release(lane, due);
  }

  /** After anything changed: let it run, have more loaded, or have the timer look again. */
  void lookAfter(Lane lane, long now) {
    if (!lane.isOpen()) {
      return;
    }
    if (lane.nextDue <= now) {
      lane.more = true;
      lane.nextDue = Lane.NEVER;
      lane.skippedWhileLoading = true;
    }
    if (lane.canRun(now)) {
      turns.enqueue(lane);
    }
    if (lane.more && !lane.loading && lane.ready.size() < LOW_WATER && now >= lane.holdUntil) {
      askForMore(lane);
    }
    var waitsUntil = lane.waitsUntil(now);
    var nextLook = now < waitsUntil ? waitsUntil : lane.nextDue;
    if (nextLook < lane.timerAt) {
      lane.timerAt = nextLook;
      wanted.lookAt(lane, nextLook);
    }
  }

  private void askForMore(Lane lane) {
    if (holdings.hasRoom(lane)) {
      lane.loading = true;
      lane.skippedWhileLoading = false;
      wanted.load(lane);
    }
  }

  /** A lane that nothing comes to any more needs no look. */
  void noLook(Lane lane) {
    lane.timerAt = Lane.NEVER;
    wanted.lookAt(lane, Lane.NEVER);
  }
}
