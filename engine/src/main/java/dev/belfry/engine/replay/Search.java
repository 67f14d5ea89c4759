package dev.belfry.engine.replay;

import dev.belfry.engine.event.DamagedEvent;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.replay.Candidates.Candidate;
import dev.belfry.engine.replay.Candidates.Fitness;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a replay is to send, without being in anybody's way: the store is read in small
 * pages, and filters are asked outside of it, by one replay at a time. One whose filter is costly
 * rests most of the time.
 */
final class Search {

  /** Fewer than the store has readers: one is left to those who only want to see something. */
  private static final int READERS = 2;

  /** A filter that looks at some members takes a tenth of it. */
  private static final long USUAL_NANOS = 300_000;

  /** Three times what a costly filter took: it has a quarter of a core. */
  private static final int REST = 3;

  /** After this, others of the tenant have their turn. */
  private static final long LONGEST_PAGE_NANOS = Duration.ofMillis(500).toNanos();

  private final Database database;
  private final ReplayStore store;
  private final Candidates candidates;
  private final EventStore events;
  private final Webhooks webhooks;
  private final Runs runs;
  private final Semaphore readers = new Semaphore(READERS, true);
  private final Semaphore core = new Semaphore(1, true);

  Search(Database database, ReplayStore store, EventStore events, Webhooks webhooks, Runs runs) {
    this.database = database;
    this.store = store;
    this.candidates = new Candidates(events);
    this.events = events;
    this.webhooks = webhooks;
    this.runs = runs;
  }

  /**
   * What was found.
   *
   * @param from after where it was looked for
   * @param place up to where all was looked at
   */
  record Page(long from, List<Candidate> candidates, long place, boolean last) {}

  /** A page as it is read, not judged yet. */
  private record Read(Webhook webhook, long from, Candidates.Rows rows) {}

  /** Empty if there is no such replay. */
  Optional<ReplayStore.Stored> find(ReplayId id) {
    return read(tx -> store.find(tx, id));
  }

  /**
   * What comes next, at most {@code most}. Waits for its turn.
   *
   * @param place after which it looks; null to go on where it has come to
   * @return null if the replay has ended, was called off, or its webhook is gone
   */
  @Nullable Page next(Runs.Run run, long tenant, @Nullable Long place, int most) {
    if (!runs.takeTurn(run, tenant)) {
      return null;
    }
    try {
      var page = read(tx -> page(tx, run, place, most));
      return page == null ? null : judged(run, page, most);
    } finally {
      runs.passTurn(run, tenant);
    }
  }

  private @Nullable Read page(Tx tx, Runs.Run run, @Nullable Long place, int most) {
    var stored = store.find(tx, run.id()).orElse(null);
    if (stored == null || stored.replay().state() != Replay.State.RUNNING) {
      return null;
    }
    var webhook = webhooks.find(stored.replay().webhook()).orElse(null);
    if (webhook == null) {
      return null;
    }
    var from = place == null ? stored.place() : place;
    return new Read(webhook, from, candidates.read(tx, stored, webhook, from, most));
  }

  /** Null if it was called off meanwhile. */
  private @Nullable Page judged(Runs.Run run, Read page, int most) {
    var found = new ArrayList<Candidate>();
    var seen = page.from;
    var end = System.nanoTime() + LONGEST_PAGE_NANOS;
    for (var row : page.rows.rows()) {
      if (run.isOff()) {
        return null;
      }
      if (found.size() == most || System.nanoTime() > end) {
        return new Page(page.from, found, seen, false);
      }
      if (row.fitness() == Fitness.FITS
          || (row.fitness() == Fitness.UNJUDGED && wouldGet(run, page.webhook, row.event()))) {
        found.add(new Candidate(row.event(), row.subject()));
      }
      seen = row.id();
    }
    return new Page(page.from, found, seen, page.rows.last());
  }

  /** Judged by today's webhook. */
  private boolean wouldGet(Runs.Run run, Webhook webhook, EventId id) {
    try {
      var event = read(tx -> events.find(tx, id)).orElse(null);
      return event != null && judge(run, webhook, event);
    } catch (DamagedEvent _) {
      return false; // nothing of it can be sent
    }
  }

  private boolean judge(Runs.Run run, Webhook webhook, Event event) {
    core.acquireUninterruptibly();
    var began = System.nanoTime();
    try {
      return webhooks.wouldMatch(webhook, event);
    } finally {
      core.release();
      var over = System.nanoTime() - began - USUAL_NANOS;
      if (over > 0) {
        runs.rest(run, Duration.ofNanos(over * REST));
      }
    }
  }

  private <T extends @Nullable Object> T read(Database.Work<T> work) {
    readers.acquireUninterruptibly();
    try {
      return database.read(work);
    } finally {
      readers.release();
    }
  }
}
