package dev.belfry.engine.replay;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a replay is to send again, each event once, in the order of acceptance: by the
 * webhook's deliveries, or, where events without one count too, by the tenant's events.
 */
final class Candidates {

  /** Rows looked at in one go: what a read of the store may take is short. */
  private static final int REACH = 500;

  private static final int LEAST_REACH = 50;

  /** Of an event; in the words of the index of these, or the store would not use it. */
  static final String MADE_AGAIN = " from delivery where event = ? and origin <> 0 ";

  private final EventStore events;

  Candidates(EventStore events) {
    this.events = events;
  }

  /** An event to be sent again. */
  record Candidate(EventId event, @Nullable String subject) {}

  /** Whether something is to be sent again. */
  enum Fitness {
    FITS,
    NOT,

    /** It is if the webhook would get it today: that takes long, and is asked later. */
    UNJUDGED
  }

  /** A delivery or an event that was looked at. */
  record Row(long id, EventId event, @Nullable String subject, Fitness fitness) {}

  /**
   * What was looked at, in order.
   *
   * @param last whether there is no more
   */
  record Rows(List<Row> rows, boolean last) {}

  /** What comes after {@code place}, until {@code most} fit. */
  Rows read(Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    return stored.replay().selection().unmatched()
        ? byEvents(tx, stored, webhook, place, most)
        : byDeliveries(tx, stored, webhook, place, most);
  }

  /** Before everything that a replay may have to look at. */
  static long beginning(Selection selection) {
    return Id.firstAt(Math.max(0, selection.since().toEpochMilli())) - 1;
  }

  private Rows byDeliveries(
      Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    var selection = stored.replay().selection();
    var seen =
        tx.query(
            """
            select d.id, d.event, d.state, d.origin, d.created_at, e.type, e.subject
              from delivery d join event e on e.id = d.event
             where d.webhook = ? and d.id > ? and d.id < ? and e.data_kind <> 3
             order by d.id
             limit ?
            """,
            row ->
                new Seen(
                    row.number(1),
                    new EventId(row.number(2)),
                    row.number(4),
                    row.textOrNull(7),
                    null,
                    selection.hasTime(row.instant(5))
                        && selection.hasType(row.text(6))
                        && hasState(selection, row.number(3))),
            webhook.id().value(),
            place,
            stored.replay().id().value(),
            reach(most));
    return judged(
        seen,
        most,
        row ->
            row.origin == 0 || isTheOnlyOne(tx, webhook, row.event, row.id)
                ? Fitness.FITS
                : Fitness.NOT);
  }

  private Rows byEvents(Tx tx, ReplayStore.Stored stored, Webhook webhook, long place, int most) {
    var selection = stored.replay().selection();
    var seen =
        tx.query(
            """
            select id, type, subject, accepted_at from event
             where tenant = ? and id > ? and id < ? and data_kind <> 3
             order by id
             limit ?
            """,
            row ->
                new Seen(
                    row.number(1),
                    new EventId(row.number(1)),
                    0,
                    row.textOrNull(3),
                    row.text(2),
                    selection.hasTime(row.instant(4)) && selection.hasType(row.text(2))),
            stored.tenantNumber(),
            place,
            stored.replay().id().value(),
            reach(most));
    return judged(seen, most, row -> fitness(tx, webhook, row, selection));
  }

  /** Not many more rows than are wanted: what is read beyond them is read again. */
  private static int reach(int most) {
    return most >= REACH / 2 ? REACH : Math.max(LEAST_REACH, 2 * most);
  }

  /** As it is read; {@code type} is null where nobody asks for it. */
  private record Seen(
      long id,
      EventId event,
      long origin,
      @Nullable String subject,
      @Nullable String type,
      boolean fits) {}

  private static Rows judged(List<Seen> seen, int most, Function<Seen, Fitness> further) {
    var rows = new ArrayList<Row>();
    var fitting = 0;
    for (var one : seen) {
      if (fitting == most) {
        return new Rows(rows, false);
      }
      var fitness = one.fits ? further.apply(one) : Fitness.NOT;
      fitting += fitness == Fitness.FITS ? 1 : 0;
      rows.add(new Row(one.id, one.event, one.subject, fitness));
    }
    return new Rows(rows, seen.size() < reach(most));
  }

  private Fitness fitness(Tx tx, Webhook webhook, Seen row, Selection selection) {
    var owed = stateOfOwed(tx, webhook, row.event);
    var state = owed.isPresent() ? owed : stateOfReplayed(tx, webhook, row.event);
    if (state.isPresent()) {
      return hasState(selection, state.getAsLong()) ? Fitness.FITS : Fitness.NOT;
    }
    return row.type != null && webhook.wants().wantsType(row.type) && !isAsked(tx, row.event)
        ? Fitness.UNJUDGED
        : Fitness.NOT;
  }

  /** What was only a test or a question was owed to nobody. */
  private static boolean isAsked(Tx tx, EventId event) {
    return tx.find("select 1" + MADE_AGAIN + "and origin > 1 limit 1", row -> true, event.value())
        .isPresent();
  }

  private static boolean hasState(Selection selection, long code) {
    return selection.states().stream().anyMatch(state -> state.code() == code);
  }

  /** A replayed delivery stands for its event only if there is none that the event owed. */
  private boolean isTheOnlyOne(Tx tx, Webhook webhook, EventId event, long delivery) {
    return stateOfOwed(tx, webhook, event).isEmpty()
        && tx.find(
                "select min(id)" + MADE_AGAIN + "and webhook = ? and origin = 1",
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
            "select state" + MADE_AGAIN + "and webhook = ? and origin = 1 order by id limit 1",
            row -> row.number(1),
            event.value(),
            webhook.id().value()));
  }

  private static OptionalLong code(Optional<Long> found) {
    return found.isPresent() ? OptionalLong.of(found.get()) : OptionalLong.empty();
  }
}
