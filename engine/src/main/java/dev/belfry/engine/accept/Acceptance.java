package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.CountStore;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.filter.Facts;
import dev.belfry.engine.filter.NotAsked;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Quota;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import dev.belfry.engine.webhook.Witness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way in. An event is answered when it and all that it owes are on disk; what waits for that is
 * bounded in bytes.
 */
public final class Acceptance {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int MOST_MATCHINGS = 5;

  private final Database database;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final FanOuts fanOuts;
  private final Admission admission;
  private final Exertion exertion;
  private final Repeats repeats;
  private final Effects effects;
  private final InTurn inTurn;
  private final Consumer<Intake> queue;
  private final long mostWaitingBytes;
  private final AtomicLong waitingBytes = new AtomicLong();

  /**
   * @param witnesses of all dialects
   * @param effects what events change of webhooks
   * @param window how long a producer's id is remembered
   * @param mostWaitingBytes what may wait for the store at once
   */
  public Acceptance(
      Database database,
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      List<Witness> witnesses,
      EventStore events,
      DeliveryStore deliveries,
      CountStore counts,
      Deliverer deliverer,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock,
      Effects effects,
      Duration window,
      long mostWaitingBytes) {
    this.database = database;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.mostWaitingBytes = mostWaitingBytes;
    this.admission = new Admission(tenants, clock);
    this.exertion = new Exertion(clock);
    this.repeats = new Repeats(database, tenants, events, clock, window);
    this.fanOuts =
        new FanOuts(database, committer, events, deliveries, counts, webhooks, deliverer);
    var planner =
        new Planner(
            tenants, webhooks, witnesses, events, counts, ids, clock, window, deliverer::due);
    this.effects = effects;
    var intakes =
        new Intakes(planner, events, deliveries, counts, deliverer, fanOuts, witnesses, listener);
    this.inTurn = new InTurn(committer, effects, intakes, deliverer);
    this.queue = committer.register(intakes);
    webhooks.addHook(new OwnEvents(intakes, this::own));
  }

  /** Takes up the fan-outs that were not finished before the start. */
  public void start() {
    fanOuts.start();
    effects.start();
  }

  /**
   * Accepts all of {@code given} or nothing, and waits until it is on disk. What was accepted
   * before is answered as it was then, and counts for no limit.
   *
   * @return an answer for each, in order
   * @throws IdempotencyConflict if one repeats the id of another with other content
   * @throws Overloaded if too much waits already
   * @throws OverLimit if the tenant's limits do not allow it
   * @throws TooCostly if filters take too long for so many events at once
   * @throws dev.belfry.engine.store.StoreFull if the disk has no room
   */
  public List<Accepted> accept(TenantId tenant, List<NewEvent> given) {
    try {
      admission.admit(tenant, given.size());
    } catch (OverLimit over) {
      return repeats.answers(tenant, given).orElseThrow(() -> over);
    }
    var counted = 0;
    try {
      var answers = admitted(tenant, given);
      counted = (int) answers.stream().filter(answer -> !answer.duplicate()).count();
      return answers;
    } catch (OverLimit | TooCostly over) {
      return repeats.answers(tenant, given).orElseThrow(() -> over);
    } catch (IdempotencyConflict conflict) {
      counted = given.size(); // it cost what new events cost
      throw conflict;
    } finally {
      admission.giveBack(tenant, given.size() - counted);
    }
  }

  private List<Accepted> admitted(TenantId tenant, List<NewEvent> given) {
    if (database.logTooLong()) {
      throw new Overloaded(RETRY_AFTER);
    }
    var bytes = given.stream().mapToLong(NewEvent::size).sum();
    if (waitingBytes.addAndGet(bytes) > mostWaitingBytes && bytes < waitingBytes.get()) {
      waitingBytes.addAndGet(-bytes);
      throw new Overloaded(RETRY_AFTER);
    }
    try {
      return matched(tenant, given);
    } finally {
      waitingBytes.addAndGet(-bytes);
    }
  }

  /** Webhooks with new filters may come along again and again while a request is matched. */
  private List<Accepted> matched(TenantId tenant, List<NewEvent> given) {
    for (int i = 0; i < MOST_MATCHINGS; i++) {
      try {
        return matchedOnce(tenant, given);
      } catch (NotAsked _) {
        // with the filters there are now
      }
    }
    throw new Overloaded(RETRY_AFTER);
  }

  private List<Accepted> matchedOnce(TenantId tenant, List<NewEvent> given) {
    var intake = intake(tenant, given, true);
    intake.facts.forEach(Facts::settle);
    try {
      if (effects.has(given)) {
        return inTurn.accept(intake);
      }
      queue.accept(intake);
      return intake.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw e;
    }
  }

  /** How the limit of events a second stands; empty if the tenant has none. */
  public Optional<Quota> quota(TenantId tenant) {
    return admission.quota(tenant);
  }

  private Intake own(Webhook about, NewEvent event) {
    var intake = intake(about.tenant(), List.of(event), false);
    intake.isOwn = true;
    return intake;
  }

  private Intake intake(TenantId tenant, List<NewEvent> given, boolean isBounded) {
    var number = tenants.number(tenant);
    var generation = webhooks.generation();
    List<Facts> facts = new ArrayList<>(given.size());
    List<List<Webhook>> matches = new ArrayList<>(given.size());
    List<@Nullable Long> keys = new ArrayList<>(given.size());
    var taken = exertion.of(tenant, given.size());
    for (var event : given) {
      if (isBounded) {
        taken.demandRested();
      }
      var seen = webhooks.facts(tenant, event);
      facts.add(seen);
      matches.add(webhooks.matching(tenant, event, seen));
      taken.charge(seen.exertion());
      keys.add(EventKey.hash(tenant, event.attributes()));
    }
    return new Intake(tenant, number, given, facts, keys, matches, generation);
  }
}
