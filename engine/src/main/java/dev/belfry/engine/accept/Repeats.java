package dev.belfry.engine.accept;

import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that only repeat what was accepted before, from the store alone: they are owed
 * their answer even when the tenant may hand in nothing new at the moment.
 */
final class Repeats {

  /** More are not looked for: those who hand in too much are to cost little. */
  private static final int MOST = 100;

  /** One reader of the store at most is busy with it. */
  private final Semaphore reader = new Semaphore(1);

  private final Database database;
  private final Tenants tenants;
  private final EventStore events;
  private final InstantSource clock;
  private final Duration window;

  Repeats(
      Database database, Tenants tenants, EventStore events, InstantSource clock, Duration window) {
    this.database = database;
    this.tenants = tenants;
    this.events = events;
    this.clock = clock;
    this.window = window;
  }

  /**
   * Empty unless each of {@code given} is a repeat with the same content; also if others ask the
   * same already.
   */
  Optional<List<Accepted>> answers(TenantId tenant, List<NewEvent> given) {
    if (given.size() > MOST
        || given.stream().anyMatch(event -> EventKey.hash(tenant, event.attributes()) == null)) {
      return Optional.empty();
    }
    if (!reader.tryAcquire()) {
      return Optional.empty();
    }
    try {
      var number = tenants.number(tenant);
      var from = clock.instant().minus(window);
      return database.read(tx -> answers(tx, tenant, number, given, from));
    } catch (StoreBusy _) {
      return Optional.empty();
    } finally {
      reader.release();
    }
  }

  private Optional<List<Accepted>> answers(
      Tx tx, TenantId tenant, long number, List<NewEvent> given, Instant from) {
    var answers = new ArrayList<Accepted>();
    for (var event : given) {
      var earlier = earlier(tx, tenant, number, event, from);
      if (earlier == null || !EventKey.isSameContent(earlier.event(), event)) {
        return Optional.empty();
      }
      answers.add(new Accepted(earlier.event().id(), earlier.owed(), true));
    }
    return Optional.of(answers);
  }

  private EventStore.@Nullable Earlier earlier(
      Tx tx, TenantId tenant, long number, NewEvent event, Instant from) {
    var key = EventKey.hash(tenant, event.attributes());
    return key == null ? null : find(tx, events, tenant, number, event, key, from);
  }

  /**
   * What an event repeats that is on disk.
   *
   * @param from what was accepted before is forgotten
   */
  static EventStore.@Nullable Earlier find(
      Tx tx,
      EventStore events,
      TenantId tenant,
      long number,
      NewEvent event,
      long key,
      Instant from) {
    for (var one : events.findByKey(tx, key, number)) {
      if (!one.event().acceptedAt().isBefore(from)
          && EventKey.isSame(one.event(), tenant, event.attributes())) {
        return one;
      }
    }
    return null;
  }
}
