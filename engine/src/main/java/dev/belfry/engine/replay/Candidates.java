package dev.belfry.engine.replay;

import dev.belfry.engine.event.DamagedEvent;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a replay is to send again, each event once, in the order of acceptance: by the
 * webhook's deliveries, or, where events without one count too, by the tenant's events.
 */
final class Candidates {

  /** Rows looked at in one go. */
  private static final int REACH = 500;

  private static final int LEAST_REACH = 50;

  private final EventStore events;
  private final Webhooks webhooks;

  Candidates(EventStore events, Webhooks webhooks) {
    this.events = events;
    this.webhooks = webhooks;
  }

  /** An event to be sent again. */
  record Candidate(EventId event, @Nullable String subject) {}

  /**
   * What was found.
   *
   * @param place up to where all was looked at
   */
  record Page(List<Candidate> candidates, long place, boolean last) {}

  /** What comes after {@code place}, at most {@code most}. */
  Page page(Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    return stored.replay().selection().unmatched()
        ? byEvents(tx, stored, webhook, place, most)
        : byDeliveries(tx, stored, webhook, place, most);
  }

  /** Before everything that a replay may have to look at. */
  static long beginning(Selection selection) {
    return Id.firstAt(Math.max(0, selection.since().toEpochMilli())) - 1;
  }

  private Page byDeliveries(
      Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    var selection = stored.replay().selection();
    var rows =
        tx.query(
            """
            select d.id, d.event, d.state, d.origin, d.created_at, e.type, e.subject
              from delivery d join event e on e.id = d.event
             where d.webhook = ? and d.id > ? and d.id < ? and e.data_kind <> 3
             order by d.id
             limit ?
            """,
            row ->
                new Row(
                    row.number(1),
                    new EventId(row.number(2)),
                    row.number(4),
                    row.textOrNull(7),
                    selection.hasTime(row.instant(5))
                        && selection.hasType(row.text(6))
                        && hasState(selection, row.number(3))),
            webhook.id().value(),
            place,
            stored.replay().id().value(),
            reach(most));
    return page(
        rows, place, most, row -> row.origin == 0 || isTheOnlyOne(tx, webhook, row.event, row.id));
  }

  private Page byEvents(Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    var selection = stored.replay().selection();
    var rows =
        tx.query(
            """
            select id, type, subject, accepted_at from event
             where tenant = ? and id > ? and id < ? and data_kind <> 3
             order by id
             limit ?
            """,
            row ->
                new Row(
                    row.number(1),
                    new EventId(row.number(1)),
                    0,
                    row.textOrNull(3),
                    selection.hasTime(row.instant(4)) && selection.hasType(row.text(2))),
            stored.tenantNumber(),
            place,
            stored.replay().id().value(),
            reach(most));
    return page(rows, place, most, row -> isWanted(tx, webhook, row.event, selection));
  }

  /** Not many more rows than are wanted: what is read beyond them is read again. */
  private static int reach(int most) {
    return most >= REACH / 2 ? REACH : Math.max(LEAST_REACH, 2 * most);
  }

  /** A delivery or an event that was looked at. */
  private record Row(long id, EventId event, long origin, @Nullable String subject, boolean fits) {}

  /** Whether a row that fits is really to be sent. */
  @FunctionalInterface
  private interface Further {
    boolean allows(Row row);
  }

  private static Page page(List<Row> rows, long place, int most, Further further) {
    var found = new ArrayList<Candidate>();
    var seen = place;
    for (var row : rows) {
      if (found.size() == most) {
        return new Page(found, seen, false);
      }
      seen = row.id;
      if (row.fits && further.allows(row)) {
        found.add(new Candidate(row.event, row.subject));
      }
    }
    return new Page(found, seen, rows.size() < reach(most));
  }

  private boolean isWanted(Tx tx, Webhook webhook, EventId event, Selection selection) {
    var owed = stateOfOwed(tx, webhook, event);
    var state = owed.isPresent() ? owed : stateOfReplayed(tx, webhook, event);
    return state.isPresent()
        ? hasState(selection, state.getAsLong())
        : wouldGet(tx, webhook, event);
  }

  private static boolean hasState(Selection selection, long code) {
    return selection.states().stream().anyMatch(state -> state.code() == code);
  }

  /** A replayed delivery stands for its event only if there is none that the event owed. */
  private boolean isTheOnlyOne(Tx tx, Webhook webhook, EventId event, long delivery) {
    return stateOfOwed(tx, webhook, event).isEmpty()
        && tx.find(
                """
                select min(id) from delivery where event = ? and webhook = ? and origin = 1
                """,
                row -> row.numberOrNull(1) == null ? -1L : row.number(1),
                event.value(),
                webhook.id().value())
            .filter(first -> first == delivery)
            .isPresent();
  }

  private OptionalLong stateOfOwed(Tx tx, Webhook webhook, EventId event) {
    var owed = events.findOwed(tx, event).filter(range -> range.count() > 0);
    if (owed.isEmpty()) {
      return OptionalLong.empty();
    }
    var first = owed.get().firstDelivery();
    return code(
        tx.find(
            "select state from delivery where webhook = ? and id between ? and ?",
            row -> row.number(1),
            webhook.id().value(),
            first,
            first + (owed.get().count() - 1) * Id.STRIDE));
  }

  private static OptionalLong stateOfReplayed(Tx tx, Webhook webhook, EventId event) {
    return code(
        tx.find(
            """
            select state from delivery where event = ? and webhook = ? and origin = 1
             order by id limit 1
            """,
            row -> row.number(1),
            event.value(),
            webhook.id().value()));
  }

  private static OptionalLong code(Optional<Long> found) {
    return found.isPresent() ? OptionalLong.of(found.get()) : OptionalLong.empty();
  }

  /** Judged by today's webhook; what was only a test or a question was owed to nobody. */
  private boolean wouldGet(Tx tx, Webhook webhook, EventId id) {
    if (tx.find(
            "select 1 from delivery where event = ? and origin > 1 limit 1",
            row -> true,
            id.value())
        .isPresent()) {
      return false;
    }
    try {
      return events
          .find(tx, id)
          .filter(event -> webhook.wants().wantsType(event.type()))
          .filter(event -> webhooks.wouldMatch(webhook, event))
          .isPresent();
    } catch (DamagedEvent _) {
      return false; // nothing of it can be sent
    }
  }

  /** Whether what was found is still there to be sent. */
  boolean isStillThere(Tx tx, Candidate candidate) {
    return !events.isErased(tx, candidate.event);
  }
}
