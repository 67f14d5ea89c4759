package dev.belfry.engine.record;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What dialects keep besides webhooks. */
public final class Records {

  private final Database database;
  private final Committer committer;
  private final Tenants tenants;
  private final InstantSource clock;

  public Records(Database database, Committer committer, Tenants tenants, InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.tenants = tenants;
    this.clock = clock;
  }

  public Optional<Entry> find(Shelf shelf, String key) {
    var tenant = tenants.number(shelf.tenant());
    return database.read(tx -> find(tx, tenant, shelf, key));
  }

  /**
   * In the order of keys.
   *
   * @param after only those whose key is greater; empty for all
   */
  public List<Entry> list(Shelf shelf, String after, int limit) {
    var tenant = tenants.number(shelf.tenant());
    return database.read(tx ->
        tx.query(
            """
            select key, value, changed_at from record
             where tenant = ? and dialect = ? and kind = ? and key > ?
             order by key
             limit ?
            """,
            Records::read,
            tenant,
            shelf.dialect(),
            shelf.kind(),
            after,
            limit));
  }

  /**
   * Makes, changes or removes one thing, on disk when this returns; of several at once each sees
   * what the one before left.
   *
   * @param how from the value there is (null if none) to the one there shall be (null for none);
   *     what it throws changes nothing and is passed on
   * @return the value there is now
   */
  public @Nullable String change(Shelf shelf, String key, UnaryOperator<@Nullable String> how) {
    return change(shelf, key, About.NOTHING, how);
  }

  /** The same, for what goes with something else. */
  public @Nullable String change(
      Shelf shelf, String key, About about, UnaryOperator<@Nullable String> how) {
    return committer.<@Nullable String>change(
        tx -> changeWithin(tx, shelf, key, about, how), _ -> {});
  }

  /** The same inside a transaction of the committer's that is under way. */
  public @Nullable String changeWithin(
      Tx tx, Shelf shelf, String key, UnaryOperator<@Nullable String> how) {
    return changeWithin(tx, shelf, key, About.NOTHING, how);
  }

  private @Nullable String changeWithin(
      Tx tx, Shelf shelf, String key, About about, UnaryOperator<@Nullable String> how) {
    var tenant = tenants.number(shelf.tenant());
    var before = find(tx, tenant, shelf, key).map(Entry::value).orElse(null);
    var after = how.apply(before);
    if (after == null) {
      tx.update(
          "delete from record where tenant = ? and dialect = ? and kind = ? and key = ?",
          tenant,
          shelf.dialect(),
          shelf.kind(),
          key);
    } else {
      put(tx, tenant, shelf, key, after, about);
    }
    return after;
  }

  /** The value of one thing, inside a transaction that is under way; null if there is none. */
  public @Nullable String find(Tx tx, Shelf shelf, String key) {
    return find(tx, tenants.number(shelf.tenant()), shelf, key).map(Entry::value).orElse(null);
  }

  /** The event that one thing is about, inside a transaction that is under way; null if none. */
  public @Nullable EventId event(Tx tx, Shelf shelf, String key) {
    return tx.find(
            """
            select event from record
             where tenant = ? and dialect = ? and kind = ? and key = ? and event is not null
            """,
            row -> new EventId(row.number(1)),
            tenants.number(shelf.tenant()),
            shelf.dialect(),
            shelf.kind(),
            key)
        .orElse(null);
  }

  /** Makes or changes one thing, inside a transaction that is under way. */
  public void put(Tx tx, Shelf shelf, String key, String value, About about) {
    put(tx, tenants.number(shelf.tenant()), shelf, key, value, about);
  }

  private void put(Tx tx, long tenant, Shelf shelf, String key, String value, About about) {
    tx.update(
        """
        insert into record
               (tenant, dialect, kind, key, value, changed_at, event, webhook, passing,
                needed_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (tenant, dialect, kind, key) do update set
          value = excluded.value, changed_at = excluded.changed_at, event = excluded.event,
          webhook = excluded.webhook, passing = excluded.passing, needed_by = excluded.needed_by
        """,
        tenant,
        shelf.dialect(),
        shelf.kind(),
        key,
        value,
        clock.instant(),
        about.event() == null ? null : about.event().value(),
        about.webhook() == null ? null : about.webhook().value(),
        about.isPassing(),
        about.neededBy() == null ? null : about.neededBy().value());
  }

  /** The event's data are being erased, or it is removed: what is about it goes along. */
  public static void removeAbout(Tx tx, EventId event) {
    tx.update("delete from record where event = ?", event.value());
    tx.update("delete from record where needed_by = ?", event.value());
  }

  /** Whether something that this event said is shown by a later one, which is still there. */
  public static boolean isNeeded(Tx tx, EventId event) {
    return tx.find(
            "select 1 from record where event = ? and needed_by is not null limit 1",
            _ -> true,
            event.value())
        .isPresent();
  }

  /** The webhook's row is removed, long after it was deleted. */
  public static void removeAbout(Tx tx, WebhookId webhook) {
    tx.update("delete from record where webhook = ?", webhook.value());
  }

  /** Removes some of the passing things that did not change since {@code oldest}. */
  public static void removePassed(Tx tx, Instant oldest, int most) {
    tx.update(
        """
        delete from record where (tenant, dialect, kind, key) in
               (select tenant, dialect, kind, key from record
                 where passing = 1 and changed_at < ?
                 order by changed_at limit ?)
        """,
        oldest,
        most);
  }

  private static Optional<Entry> find(Tx tx, long tenant, Shelf shelf, String key) {
    return tx.find(
        """
        select key, value, changed_at from record
         where tenant = ? and dialect = ? and kind = ? and key = ?
        """,
        Records::read,
        tenant,
        shelf.dialect(),
        shelf.kind(),
        key);
  }

  private static Entry read(Tx.Row row) {
    return new Entry(row.text(1), row.text(2), row.instant(3));
  }
}
