package dev.belfry.engine.audit;

import dev.belfry.engine.id.Id;
import dev.belfry.engine.id.IdBounds;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Meta;
import dev.belfry.engine.store.PageRoom;
import dev.belfry.engine.store.Tx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, when. Each row is written in the transaction of its change and carries a hash
 * of itself and of the row before, so a row that is removed, changed or moved later is noticed. The
 * newest row's hash is kept beside them, so the newest cannot go unnoticed either. Of the rows
 * removed for their age the last hash is kept, from which the chain goes on.
 */
public final class Audit {

  private static final byte[] NOTHING = new byte[32];
  private static final int MOST_FAULTS = 100;

  /** Under this name the store knows the seal of the last row that was removed for its age. */
  private static final String BEGINS = "audit-begins";

  /** Under this name the store knows the newest row: its id, 8 bytes, and its seal. */
  private static final String ENDS = "audit-ends";

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;

  public Audit(Database database, InstantSource clock, IdSource ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * One row, as part of the change it tells of.
   *
   * @param tenant the tenant's number; null for what concerns no tenant
   * @param action such as {@code webhook.created}
   * @param object the id of what was changed
   * @param change what of it; what the actor notes goes along
   */
  public void record(
      Tx tx, @Nullable Long tenant, Actor actor, String action, String object, Change change) {
    var noted = change.text(actor.note());
    var id = ids.next();
    var at = clock.instant();
    var before = newest(tx);
    var content = hash(noted);
    var seal = seal(before, id, at.toEpochMilli(), tenant, actor.name(), action, object, content);
    tx.update(
        """
        insert into audit (id, at, tenant, actor, action, object, detail, content, seal)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        at,
        tenant,
        actor.name(),
        action,
        object,
        noted,
        content,
        seal);
    Meta.put(tx, ENDS, new Newest(id, seal).bytes());
  }

  /** What the next row goes on from, whether or not the newest row is still there. */
  private static byte[] newest(Tx tx) {
    return Newest.find(tx)
        .map(Newest::seal)
        .or(() -> tx.find("select seal from audit order by id desc limit 1", row -> row.bytes(1)))
        .orElseGet(() -> beginning(tx));
  }

  /** The row written last. A store made before this was kept has none until its next change. */
  private record Newest(long id, byte[] seal) {

    static Optional<Newest> find(Tx tx) {
      return Meta.find(tx, ENDS).map(Newest::read);
    }

    /** Bytes of another length fit no row, and so are told of. */
    private static Newest read(byte[] kept) {
      var padded = ByteBuffer.wrap(Arrays.copyOf(kept, Math.max(Long.BYTES, kept.length)));
      var id = padded.getLong();
      var seal = new byte[padded.remaining()];
      padded.get(seal);
      return new Newest(id, seal);
    }

    byte[] bytes() {
      return ByteBuffer.allocate(Long.BYTES + seal.length).putLong(id).put(seal).array();
    }
  }

  /** What the oldest row goes on from: the seal of the last row that was removed. */
  private static byte[] beginning(Tx tx) {
    return Meta.find(tx, BEGINS).orElse(NOTHING);
  }

  /**
   * Removes the oldest rows; those that stay are still a chain.
   *
   * @return how many it removed, {@code most} at most
   */
  public static int removeBefore(Tx tx, Instant oldest, int most) {
    var old =
        tx.query(
            "select id, seal from audit where id < ? order by id limit ?",
            row -> new Old(row.number(1), row.bytes(2)),
            Id.firstAt(Math.max(0, oldest.toEpochMilli())), // ids grow with time
            most);
    if (!old.isEmpty()) {
      tx.update("delete from audit where id <= ?", old.getLast().id);
      Meta.put(tx, BEGINS, old.getLast().seal);
    }
    return old.size();
  }

  private record Old(long id, byte[] seal) {}

  /** Takes out what a tenant's rows say of contents; that there was a change stays, and sealed. */
  public static void eraseDetails(Tx tx, long tenant) {
    tx.update("update audit set detail = null where tenant = ?", tenant);
  }

  /**
   * Newest first.
   *
   * @param tenant only this tenant's, by number; null for all
   * @param before only rows older than this one
   */
  public AuditPage list(
      @Nullable Long tenant,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable AuditId before,
      int limit,
      LongFunction<Optional<String>> tenantName) {
    var below = IdBounds.below(until, before == null ? null : (Long) before.value());
    var from = IdBounds.from(since);
    var first = since == null ? 0L : since.toEpochMilli();
    var end = until == null ? Long.MAX_VALUE : until.toEpochMilli();
    var found = new ArrayList<AuditEntry>();
    var room = new PageRoom();
    var cut = new boolean[1];
    var each =
        (Tx.RowVisitor)
            row -> {
              var entry = read(row, tenantName);
              found.add(entry);
              cut[0] = !room.take(PageRoom.of(entry.detail())) || found.size() >= limit;
              return !cut[0];
            };
    database.<Boolean>read(tx -> {
      if (tenant == null) {
        tx.scan(LIST_ALL, each, below, from, first, end);
      } else {
        tx.scan(LIST, each, tenant, below, from, first, end);
      }
      return true;
    });
    return new AuditPage(found, cut[0] ? found.getLast().id() : null);
  }

  private static final String LIST_ALL =
      """
      select id, at, tenant, actor, action, object, detail from audit
       where id < ? and id >= ? and at >= ? and at < ?
       order by id desc
      """;

  private static final String LIST =
      """
      select id, at, tenant, actor, action, object, detail from audit
       where tenant = ? and id < ? and id >= ? and at >= ? and at < ?
       order by id desc
      """;

  private static AuditEntry read(Tx.Row row, LongFunction<Optional<String>> tenantName) {
    var of = row.numberOrNull(3);
    return new AuditEntry(
        new AuditId(row.number(1)),
        row.instant(2),
        of == null ? null : tenantName.apply(of).orElse(null),
        row.text(4),
        row.text(5),
        row.text(6),
        row.textOrNull(7));
  }

  /** What is wrong with the chain of seals, a line each; empty if nothing is. */
  public static List<String> faults(Tx tx) {
    var faults = new ArrayList<String>();
    var before = new byte[][] {beginning(tx)};
    tx.scan(
        """
        select a.id, a.at, a.tenant, a.actor, a.action, a.object, a.content, a.seal, a.detail,
               t.no
          from audit a left join tenant t on t.no = a.tenant
         order by a.id
        """,
        row -> {
          var expected =
              seal(
                  before[0],
                  row.number(1),
                  row.number(2),
                  row.numberOrNull(3),
                  row.text(4),
                  row.text(5),
                  row.text(6),
                  row.bytes(7));
          before[0] = row.bytes(8);
          if (!MessageDigest.isEqual(expected, before[0])) {
            faults.add(
                "audit row " + new AuditId(row.number(1)) + " does not fit the row before it");
          } else if (!hasItsDetail(row)) {
            faults.add("audit row " + new AuditId(row.number(1)) + " has other details than once");
          }
          return faults.size() < MOST_FAULTS;
        });
    if (faults.size() < MOST_FAULTS) {
      Newest.find(tx)
          .filter(newest -> !MessageDigest.isEqual(newest.seal, before[0]))
          .ifPresent(newest ->
              faults.add(
                  "audit row " + new AuditId(newest.id) + " was written last, but is not there"));
    }
    return faults;
  }

  /** Of a tenant that was deleted they were taken out. */
  private static boolean hasItsDetail(Tx.Row row) {
    var detail = row.textOrNull(9);
    var mayBeErased = row.numberOrNull(3) != null && row.numberOrNull(10) == null;
    return (detail == null && mayBeErased) || MessageDigest.isEqual(hash(detail), row.bytes(7));
  }

  private static byte[] hash(@Nullable String detail) {
    return sha256().digest((detail == null ? "" : detail).getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] seal(
      byte[] before,
      long id,
      long at,
      @Nullable Long tenant,
      String actor,
      String action,
      String object,
      byte[] content) {
    var digest = sha256();
    digest.update(before);
    digest.update(
        ByteBuffer.allocate(24)
            .putLong(id)
            .putLong(at)
            .putLong(tenant == null ? -1 : tenant)
            .flip());
    for (var part : new String[] {actor, action, object}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    digest.update(content);
    return digest.digest();
  }
}
