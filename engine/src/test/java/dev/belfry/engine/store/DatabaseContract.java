package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must keep to; one subclass a store. */
abstract class DatabaseContract {

  private static final String INSERT = "insert into item (id, name, data) values (?, ?, ?)";
  private static final String NAMES = "select name from item order by id";

  private Database database;

  /** An open, empty store. */
  abstract Database open() throws Exception;

  /** Opens again what {@link #open} made, after {@link Database#close}. */
  abstract Database openAgain() throws Exception;

  /** The column type for bytes. */
  abstract String bytesType();

  @BeforeEach
  void givenAStoreWithATable() throws Exception {
    database = open();
    database.write(tx ->
        tx.update(
            "create table item (id bigint primary key, name text not null, data "
                + bytesType()
                + ")"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void when_a_write_returns_then_readers_see_it() {
    database.write(tx -> tx.update(INSERT, 1, "a", null));

    assertThat(names()).containsExactly("a");
  }

  @Test
  void when_the_store_is_opened_again_then_what_was_written_is_there() throws Exception {
    database.write(tx -> tx.update(INSERT, 1, "a", new byte[] {1, 2}));
    database.close();

    database = openAgain();

    assertThat(names()).containsExactly("a");
  }

  @Test
  void when_the_work_throws_then_nothing_of_it_is_kept_and_the_exception_is_passed_on() {
    var thrown = new IllegalStateException("mine");

    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.update(INSERT, 1, "a", null);
              throw thrown;
            }))
        .isSameAs(thrown);

    assertThat(names()).isEmpty();
    database.write(tx -> tx.update(INSERT, 1, "b", null));
    assertThat(names()).containsExactly("b");
  }

  @Test
  void when_a_constraint_is_broken_then_it_is_told_and_the_store_goes_on() {
    database.write(tx -> tx.update(INSERT, 1, "a", null));

    assertThatThrownBy(() -> database.write(tx -> tx.update(INSERT, 1, "b", null)))
        .isInstanceOfSatisfying(
            StatementFailed.class, e -> assertThat(e.brokeConstraint()).isTrue());

    database.write(tx -> tx.update(INSERT, 2, "c", null));
    assertThat(names()).containsExactly("a", "c");
  }

  @Test
  void when_nested_work_throws_then_only_its_own_changes_are_undone() {
    database.write(tx -> {
      tx.update(INSERT, 1, "outer", null);
      assertThatThrownBy(() ->
              tx.nested(inner -> {
                inner.update(INSERT, 2, "inner", null);
                return inner.update(INSERT, 1, "twice", null);
              }))
          .isInstanceOf(StatementFailed.class);
      tx.update(INSERT, 3, "after", null);
      return null;
    });

    assertThat(names()).containsExactly("outer", "after");
  }

  @Test
  void when_nested_work_within_nested_work_throws_then_the_middle_stays() {
    database.write(tx ->
        tx.nested(middle -> {
          middle.update(INSERT, 1, "middle", null);
          assertThatThrownBy(() ->
                  middle.nested(inner -> {
                    inner.update(INSERT, 2, "inner", null);
                    throw new IllegalArgumentException();
                  }))
              .isInstanceOf(IllegalArgumentException.class);
          return null;
        }));

    assertThat(names()).containsExactly("middle");
  }

  @Test
  void when_values_of_every_kind_are_stored_then_they_come_back_as_they_were() {
    var at = Instant.parse("2026-11-21T10:00:00.123Z");
    var sql = "create table kind (a bigint, b text, c " + bytesType() + ", d bigint, e bigint)";
    database.write(tx -> tx.update(sql));
    var text = "grün \u0001 \uD83D\uDE00 'quoted'";
    database.write(tx -> {
      tx.update(
          "insert into kind values (?, ?, ?, ?, ?)",
          Long.MIN_VALUE,
          text,
          new byte[] {0, -1, 5},
          at,
          true);
      tx.update("insert into kind values (?, ?, ?, ?, ?)", null, null, null, null, 0);
      return null;
    });

    var rows =
        database.read(tx ->
            tx.query(
                "select a, b, c, d, e from kind order by a is null",
                row ->
                    row.numberOrNull(1)
                        + " "
                        + row.textOrNull(2)
                        + " "
                        + (row.bytesOrNull(3) == null ? null : List.of(row.bytes(3)[1]))
                        + " "
                        + row.instantOrNull(4)
                        + " "
                        + row.flag(5)));

    assertThat(rows)
        .containsExactly(
            Long.MIN_VALUE + " " + text + " [-1] " + at + " true", "null null null null false");
  }

  @Test
  void when_a_null_is_read_as_a_value_then_it_is_a_fault() {
    database.write(tx -> tx.update(INSERT, 1, "a", null));

    assertThatThrownBy(
            () -> database.read(tx -> tx.find("select data from item", row -> row.bytes(1))))
        .isInstanceOf(StatementFailed.class);
    assertThatThrownBy(() -> database.read(tx -> tx.find("select null", row -> row.number(1))))
        .isInstanceOf(StatementFailed.class);
  }

  @Test
  void when_many_items_are_written_at_once_then_each_has_its_row() {
    var items = IntStream.range(0, 1_000).boxed().toList();

    database.write(tx -> {
      tx.updateEach(
          INSERT,
          items,
          (values, item) -> {
            values.set(1, item.longValue());
            values.set(2, "item " + item);
            values.set(3, item % 2 == 0 ? new byte[] {item.byteValue()} : null);
          });
      return null;
    });

    assertThat(names()).hasSize(1_000).startsWith("item 0", "item 1").endsWith("item 999");
    assertThat(count("select count(*) from item where data is null")).isEqualTo(500);
  }

  @Test
  void when_one_of_many_items_fails_then_none_is_kept() {
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.updateEach(
                  INSERT,
                  List.of(1L, 2L, 1L),
                  (values, id) -> {
                    values.set(1, id);
                    values.set(2, "a");
                    values.setNull(3);
                  });
              return null;
            }))
        .isInstanceOf(StatementFailed.class);

    assertThat(names()).isEmpty();
  }

  @Test
  void when_an_update_changes_rows_then_it_tells_how_many() {
    givenItems(5);

    int changed = database.write(tx -> tx.update("update item set name = 'x' where id >= ?", 3));
    int none = database.write(tx -> tx.update("update item set name = 'x' where id = ?", 77));

    assertThat(changed).isEqualTo(2);
    assertThat(none).isZero();
  }

  @Test
  void when_a_visitor_has_seen_enough_then_the_scan_stops() {
    givenItems(100);
    var seen = new ArrayList<String>();

    database.read(tx -> {
      tx.scan(
          NAMES,
          row -> {
            seen.add(row.text(1));
            return seen.size() < 3;
          });
      return null;
    });

    assertThat(seen).containsExactly("item 0", "item 1", "item 2");
  }

  @Test
  void when_nothing_is_found_then_find_is_empty() {
    var found = database.read(tx -> tx.find(NAMES, row -> row.text(1)));

    assertThat(found).isEmpty();
  }

  @Test
  void when_the_same_statement_runs_inside_itself_then_both_see_their_own_rows() {
    givenItems(2);
    var sql = "select id from item where id >= ? order by id";

    var pairs =
        database.read(tx ->
            tx.query(
                sql,
                outer -> outer.number(1) + ":" + tx.query(sql, inner -> inner.number(1), 1),
                0));

    assertThat(pairs).containsExactly("0:[1]", "1:[1]");
  }

  @Test
  void when_a_reader_is_in_the_middle_then_a_commit_does_not_change_what_it_sees()
      throws Exception {
    givenItems(1);
    var readOnce = new CountDownLatch(1);
    var written = new CountDownLatch(1);
    var counts = new AtomicReference<List<Long>>();
    var reader =
        Thread.ofVirtual()
            .start(() ->
                counts.set(
                    database.read(tx -> {
                      long before = countItems(tx);
                      readOnce.countDown();
                      awaitQuietly(written);
                      return List.of(before, countItems(tx));
                    })));

    readOnce.await();
    database.write(tx -> tx.update(INSERT, 77, "late", null));
    written.countDown();
    reader.join();

    assertThat(counts.get()).containsExactly(1L, 1L);
    assertThat(count("select count(*) from item")).isEqualTo(2);
  }

  @Test
  void when_a_reader_throws_then_its_exception_is_passed_on() {
    var thrown = new IllegalStateException("mine");

    assertThatThrownBy(() ->
            database.read(tx -> {
              throw thrown;
            }))
        .isSameAs(thrown);
  }

  @Test
  void when_a_reader_tries_to_write_then_it_fails_and_nothing_is_written() {
    assertThatThrownBy(() -> database.read(tx -> tx.update(INSERT, 1, "a", null)))
        .isInstanceOf(RuntimeException.class);

    assertThat(names()).isEmpty();
    database.write(tx -> tx.update(INSERT, 1, "b", null));
  }

  @Test
  void when_a_transaction_has_ended_then_it_is_of_no_use() {
    Tx kept = database.write(tx -> tx);

    assertThatThrownBy(() -> kept.update(INSERT, 1, "a", null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void when_a_statement_is_wrong_then_it_is_told_with_its_text() {
    assertThatThrownBy(() -> database.read(tx -> tx.find("selekt 1", row -> row.number(1))))
        .isInstanceOf(StatementFailed.class)
        .hasMessageContaining("selekt 1");
  }

  @Test
  void when_many_read_while_one_writes_then_all_see_whole_transactions() throws Exception {
    var odd = new AtomicReference<Long>();
    var threads =
        IntStream.range(0, 8)
            .mapToObj(n ->
                Thread.ofVirtual()
                    .start(() -> {
                      for (int i = 0; i < 50; i++) {
                        long seen = count("select count(*) from item");
                        if (seen % 2 == 1) {
                          odd.set(seen);
                        }
                      }
                    }))
            .toList();
    for (int i = 0; i < 100; i += 2) {
      int id = i;
      database.write(tx -> tx.update(INSERT, id, "a", null) + tx.update(INSERT, id + 1, "b", null));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(odd.get()).isNull();
    assertThat(count("select count(*) from item")).isEqualTo(100);
  }

  private void givenItems(int count) {
    database.write(tx -> {
      tx.updateEach(
          INSERT,
          IntStream.range(0, count).boxed().toList(),
          (values, item) -> {
            values.set(1, item.longValue());
            values.set(2, "item " + item);
            values.setNull(3);
          });
      return null;
    });
  }

  private List<String> names() {
    return database.read(tx -> tx.query(NAMES, row -> row.text(1)));
  }

  private long count(String sql) {
    return database.read(tx -> tx.find(sql, row -> row.number(1)).orElseThrow());
  }

  private static long countItems(Tx tx) {
    return tx.find("select count(*) from item", row -> row.number(1)).orElseThrow();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
