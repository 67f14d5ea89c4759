package dev.belfry.engine.tally;

import dev.belfry.engine.store.Tx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Figures as rows: one a tier, step, tenant and webhook; the tenant's own under webhook 0. */
final class TallyStore {

  static final long OF_TENANT = 0;

  /** In the place of a tenant: the whole server. Tenants count from 1. */
  static final long OF_ALL = 0;

  /** So many rows of failures are looked at for a list of the worst. */
  private static final int MOST_FAILED = 100_000;

  private TallyStore() {}

  /** Whose figures, and when. */
  record Place(long tenant, long webhook, long minute) {}

  /** Adds what happened in some minutes to all tiers. */
  static void add(Tx tx, List<Map.Entry<Place, Figures>> added) {
    for (var tier : Tier.values()) {
      var sums = new HashMap<Place, Figures>();
      for (var entry : added) {
        var place = entry.getKey();
        var step = new Place(place.tenant, place.webhook, tier.begin(place.minute));
        sums.computeIfAbsent(step, _ -> new Figures()).add(entry.getValue());
      }
      sums.forEach((place, figures) -> read(tx, tier, place, figures));
      put(tx, tier, sums);
    }
  }

  /** Adds what is there already. */
  private static void read(Tx tx, Tier tier, Place place, Figures into) {
    tx.scan(
        """
        select webhook, accepted, owed, delivered, dead, cancelled, attempts, failed, latencies,
               oldest_due
          from tally where tier = ? and step = ? and tenant = ? and webhook = ?
        """,
        row -> {
          add(row, into);
          return false;
        },
        tier.code(),
        place.minute,
        place.tenant,
        place.webhook);
  }

  private static void put(Tx tx, Tier tier, Map<Place, Figures> sums) {
    tx.updateEach(
        """
        insert or replace into tally
               (tier, step, tenant, webhook, accepted, owed, delivered, dead, cancelled, attempts,
                failed, latencies, oldest_due)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        sums.entrySet(),
        (values, entry) -> {
          var figures = entry.getValue();
          values.set(1, tier.code());
          values.set(2, entry.getKey().minute);
          values.set(3, entry.getKey().tenant);
          values.set(4, entry.getKey().webhook);
          values.set(5, figures.accepted());
          values.set(6, figures.owed());
          values.set(7, figures.delivered());
          values.set(8, figures.dead());
          values.set(9, figures.cancelled());
          values.set(10, figures.attempts());
          values.set(11, figures.failed());
          values.set(12, figures.latencies().bytes());
          values.set(13, figures.oldestDue().toMillis());
        });
  }

  /** A tenant's figures by webhook, of steps from {@code first} to {@code last}. */
  static Map<Long, Figures> sum(Tx tx, Tier tier, long tenant, long first, long last) {
    var sums = new HashMap<Long, Figures>();
    tx.scan(
        """
        with recursive steps (at) as (
          select ?1 union all select at + ?2 from steps where at + ?2 <= ?3)
        select t.webhook, t.accepted, t.owed, t.delivered, t.dead, t.cancelled, t.attempts,
               t.failed, t.latencies, t.oldest_due
          from steps cross join tally t on t.tier = ?4 and t.step = steps.at and t.tenant = ?5
        """,
        row -> {
          add(row, sums.computeIfAbsent(row.number(1), _ -> new Figures()));
          return true;
        },
        first,
        tier.stepMillis(),
        last,
        tier.code(),
        tenant);
    return sums;
  }

  /** Adds the figures of one place, from its step to {@code last}, to the steps given. */
  static void steps(Tx tx, Tier tier, Place from, long last, Map<Long, Figures> into) {
    tx.scan(
        """
        with recursive steps (at) as (
          select ?1 union all select at + ?2 from steps where at + ?2 <= ?3)
        select t.step, t.accepted, t.owed, t.delivered, t.dead, t.cancelled, t.attempts,
               t.failed, t.latencies, t.oldest_due
          from steps cross join tally t
            on t.tier = ?4 and t.step = steps.at and t.tenant = ?5 and t.webhook = ?6
        """,
        row -> {
          add(row, into.computeIfAbsent(row.number(1), _ -> new Figures()));
          return true;
        },
        from.minute,
        tier.stepMillis(),
        last,
        tier.code(),
        from.tenant,
        from.webhook);
  }

  /** How many attempts of each webhook failed; of the newest rows, if there are very many. */
  static Map<Long, Long> failed(Tx tx, Tier tier, long first, long last) {
    var failed = new HashMap<Long, Long>();
    tx.scan(
        """
        select webhook, sum(failed) from (
          select webhook, failed from tally indexed by tally_failed
           where tier = ? and step >= ? and step <= ? and failed > 0 and webhook <> 0
           order by step desc limit ?)
         group by webhook
        """,
        row -> {
          failed.put(row.number(1), row.number(2));
          return true;
        },
        tier.code(),
        first,
        last,
        MOST_FAILED);
    return failed;
  }

  /** The oldest step of a tier that is no longer needed. */
  static OptionalLong oldest(Tx tx, Tier tier, long before) {
    return tx.find(
            "select min(step) from tally where tier = ? and step < ?",
            row -> {
              var step = row.numberOrNull(1);
              return step == null ? OptionalLong.empty() : OptionalLong.of(step);
            },
            tier.code(),
            before)
        .orElse(OptionalLong.empty());
  }

  static void remove(Tx tx, Tier tier, long step) {
    tx.update("delete from tally where tier = ? and step = ?", tier.code(), step);
  }

  private static void add(Tx.Row row, Figures into) {
    into.add(
        row.number(2), row.number(3), row.number(4), row.number(5), row.number(6), row.number(7));
    into.addFailed(row.number(8));
    into.latencies().addBytes(row.bytesOrNull(9));
    into.noteDue(Duration.ofMillis(row.number(10)));
  }
}
