package dev.belfry.engine.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Rows that tell by themselves whether anything is missing: numbered without gaps, each with bytes
 * that follow from its number, written in groups of known size.
 */
final class Ledger {

  static final String TABLE =
      """
      create table if not exists entry (
        id         integer primary key,
        group_id   integer not null,
        group_size integer not null,
        settled    integer not null default 0,
        data       blob not null
      )
      """;

  private Ledger() {}

  static long last(Tx tx) {
    return tx.find("select coalesce(max(id), 0) from entry", row -> row.number(1)).orElseThrow();
  }

  /** Appends {@code size} rows after {@code last}, and settles the ones before, as outcomes do. */
  static void appendGroup(Tx tx, long last, int size) {
    tx.updateEach(
        "insert into entry (id, group_id, group_size, data) values (?, ?, ?, ?)",
        LongStream.rangeClosed(last + 1, last + size).boxed().toList(),
        (values, id) -> {
          values.set(1, id);
          values.set(2, last + 1);
          values.set(3, size);
          values.set(4, data(id));
        });
    tx.update("update entry set settled = 1 where id > ? and id <= ?", last - size, last);
  }

  /** What is wrong with the rows, given that all up to {@code acknowledged} were promised. */
  static List<String> problems(Tx tx, long acknowledged) {
    var found = new ArrayList<String>();
    long[] expected = {1};
    tx.scan(
        "select id, data from entry order by id",
        row -> {
          if (row.number(1) != expected[0]) {
            found.add("missing from " + expected[0] + " to " + (row.number(1) - 1));
          }
          if (!Arrays.equals(row.bytes(2), data(row.number(1)))) {
            found.add("wrong bytes in " + row.number(1));
          }
          expected[0] = row.number(1) + 1;
          return true;
        });
    if (expected[0] - 1 < acknowledged) {
      found.add("lost from " + expected[0] + " to " + acknowledged);
    }
    found.addAll(
        tx.query(
            "select group_id from entry group by group_id having count(*) <> max(group_size)",
            row -> "torn group " + row.number(1)));
    return found;
  }

  private static byte[] data(long id) {
    var bytes = new byte[1_000];
    new SplittableRandom(id).nextBytes(bytes);
    return bytes;
  }
}
