package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Tx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries fit a question, newest first, by whichever index fits it. Only their ids are
 * read; what one page may look at is bounded, so that it costs the same in a large store.
 */
final class DeliveryIds {

  /** How many rows one page may look at before it is given short. */
  static final int REACH = 20_000;

  /** As few as these are found by their own index, wherever they stand. */
  private static final String PENDING =
      "select d.id from delivery d indexed by delivery_pending where d.state = 0";

  private static final String ANY = "select d.id from delivery d where true";
  private static final String IN_RANGE = " and d.id < ?1 and d.id >= ?2 and ";
  private static final String FITS =
      """
       and (?5 is null or d.state = ?5) and (?6 is null or d.tenant = ?6)
       and (?7 is null or d.webhook = ?7)
       and (?8 is null or d.created_at >= ?8) and (?9 is null or d.created_at < ?9)
       and (?11 = 0 or exists (
         select 1 from event e
          where e.id = d.event and (?12 is null or e.type = ?12)
            and (?13 is null or substr(e.type, 1, length(?13)) = ?13)
            and (?14 is null or e.subject = ?14)))
       order by d.id desc limit ?10
      """;

  private final EventStore events;

  DeliveryIds(EventStore events) {
    this.events = events;
  }

  /**
   * Some of them, newest first.
   *
   * @param next go on before this one; null at the end
   */
  record Found(List<Long> ids, @Nullable Long next) {}

  /**
   * What is looked for; null asks for nothing in particular.
   *
   * @param below only ids below
   * @param from only ids from here on
   */
  record Sought(
      long below,
      long from,
      @Nullable Long tenant,
      @Nullable Long webhook,
      @Nullable Long event,
      EventFilter filter,
      @Nullable DeliveryState state,
      @Nullable Long since,
      @Nullable Long until,
      int limit) {

    private Sought between(long from, long below) {
      return new Sought(
          Math.min(below, this.below),
          Math.max(from, this.from),
          tenant,
          webhook,
          event,
          filter,
          state,
          since,
          until,
          limit);
    }

    private @Nullable Long code() {
      return state == null ? null : (long) state.code();
    }

    /** Whether rows may be passed over. */
    private boolean chooses() {
      return filter.chooses() || state != null || since != null || until != null;
    }
  }

  /** Which rows an index has together. */
  private record Key(String where, long first, long second) {

    private static final Key ALL = new Key("?3 = ?4", 0, 0);

    private static Key one(String column, long value) {
      return new Key(column + " = ?3 and ?4 = 0", value, 0);
    }

    private static Key madeAgain(long event) {
      return new Key("d.event = ?3 and d.origin <> 0 and ?4 = 0", event, 0);
    }

    private static Key givenUp(long state, @Nullable Long tenant) {
      return tenant == null
          ? new Key("d.state = ?3 and d.state >= 2 and ?4 = 0", state, 0)
          : new Key("d.state = ?3 and d.state >= 2 and d.tenant = ?4", state, tenant);
    }
  }

  Found find(Tx tx, Sought sought) {
    var event = sought.event();
    if (event != null) {
      return ofEvent(tx, event, sought);
    }
    var webhook = sought.webhook();
    if (sought.state() == DeliveryState.PENDING && areFewPending(tx, webhook)) {
      var key = webhook == null ? Key.ALL : Key.one("d.webhook", webhook);
      return found(read(tx, PENDING, key, sought), sought, null);
    }
    return ofFewGivenUp(tx, sought).orElseGet(() -> reach(tx, key(sought), sought));
  }

  /** Of a webhook, among all that its tenant has, if those are not too many. */
  private static Optional<Found> ofFewGivenUp(Tx tx, Sought sought) {
    var state = sought.code();
    if (sought.webhook() == null || state == null || state < DeliveryState.DEAD.code()) {
      return Optional.empty();
    }
    var key = Key.givenUp(state, sought.tenant());
    return end(tx, key, sought) == null
        ? Optional.of(found(read(tx, ANY, key, sought), sought, null))
        : Optional.empty();
  }

  private static Key key(Sought sought) {
    var webhook = sought.webhook();
    if (webhook != null) {
      return Key.one("d.webhook", webhook);
    }
    var tenant = sought.tenant();
    var state = sought.code();
    if (state != null && state >= DeliveryState.DEAD.code()) {
      return Key.givenUp(state, tenant);
    }
    return tenant == null ? Key.ALL : Key.one("d.tenant", tenant);
  }

  /** What it owed has ids in a row; what was made again has an index of its own. */
  private Found ofEvent(Tx tx, long event, Sought sought) {
    var again = found(read(tx, ANY, Key.madeAgain(event), sought), sought, null);
    var owed =
        events
            .findOwed(tx, new EventId(event))
            .filter(range -> range.count() > 0)
            .map(range ->
                reach(
                    tx,
                    Key.one("d.event", event),
                    sought.between(
                        range.firstDelivery(), range.firstDelivery() + range.count() * Id.STRIDE)))
            .orElse(new Found(List.of(), null));
    return merged(owed, again, sought.limit());
  }

  private static Found merged(Found a, Found b, int limit) {
    var all = new ArrayList<>(a.ids());
    all.addAll(b.ids());
    all.sort(Comparator.reverseOrder());
    var cut = all.size() > limit ? all.subList(0, limit) : all;
    return cut.size() < all.size()
        ? new Found(List.copyOf(cut), cut.getLast())
        : new Found(List.copyOf(all), later(a.next(), b.next()));
  }

  /** Where both go on: the newer of the two, so that neither leaves anything out. */
  private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.max(a, b);
  }

  private static boolean areFewPending(Tx tx, @Nullable Long webhook) {
    var some = PENDING + (webhook == null ? "" : " and d.webhook = ?") + " limit " + (REACH + 1);
    var count = "select count(*) from (" + some + ")";
    var found =
        webhook == null
            ? tx.find(count, row -> row.number(1))
            : tx.find(count, row -> row.number(1), webhook);
    return found.orElse(0L) <= REACH;
  }

  /** Looks at no more than so many rows of an index. */
  private static Found reach(Tx tx, Key key, Sought sought) {
    var end = sought.chooses() ? end(tx, key, sought) : null;
    var within = end == null ? sought : sought.between(end, Long.MAX_VALUE);
    return found(read(tx, ANY, key, within), sought, end);
  }

  private static Found found(List<Long> ids, Sought sought, @Nullable Long end) {
    return new Found(ids, ids.size() < sought.limit() ? end : ids.getLast());
  }

  /** The last row that may be looked at; null if all may. */
  private static @Nullable Long end(Tx tx, Key key, Sought sought) {
    return tx.find(
            ANY + IN_RANGE + key.where() + " order by d.id desc limit 1 offset " + (REACH - 1),
            row -> row.number(1),
            sought.below(),
            sought.from(),
            key.first(),
            key.second())
        .orElse(null);
  }

  private static List<Long> read(Tx tx, String which, Key key, Sought sought) {
    return tx.query(
        which + IN_RANGE + key.where() + FITS,
        row -> row.number(1),
        sought.below(),
        sought.from(),
        key.first(),
        key.second(),
        sought.code(),
        sought.tenant(),
        sought.webhook(),
        sought.since(),
        sought.until(),
        sought.limit(),
        sought.filter().chooses() ? 1 : 0,
        sought.filter().oneType(),
        sought.filter().stem(),
        sought.filter().subject());
  }
}
