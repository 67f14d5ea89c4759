package dev.belfry.engine.store;

import java.util.Optional;

/** What the store knows of itself, by name. */
public final class Meta {

  private Meta() {}

  /** Empty if nothing is known under this name. */
  public static Optional<byte[]> find(Tx tx, String name) {
    return tx.find("select value from meta where name = ?", row -> row.bytes(1), name);
  }

  /** Whether nothing is known yet: a server puts something here before all else. */
  static boolean isEmpty(Tx tx) {
    var made = tx.find("select 1 from sqlite_master where name = 'meta'", row -> row.flag(1));
    return made.isEmpty() || tx.find("select 1 from meta limit 1", row -> row.flag(1)).isEmpty();
  }

  /** From now on this is known. */
  public static void put(Tx tx, String name, byte[] value) {
    tx.update(
        """
        insert into meta (name, value) values (?, ?)
            on conflict (name) do update set value = excluded.value
        """,
        name,
        value);
  }

  /** From now on nothing is known under this name. */
  public static void remove(Tx tx, String name) {
    tx.update("delete from meta where name = ?", name);
  }
}
