package dev.belfry.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.EngineRig;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.Meta;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T82: a row that is changed, removed or moved is noticed, and named. */
class AuditTest {

  @TempDir Path folder;
  private List<Long> rows = List.of();

  @BeforeEach
  void givenSomeHistory() {
    try (var rig = new EngineRig(folder)) {
      for (int i = 0; i < 6; i++) {
        rig.givenWebhook("a");
      }
    }
    rows =
        with(database ->
            database.read(
                tx -> tx.query("select id from audit order by id", row -> row.number(1))));
  }

  @Test
  void when_nothing_was_touched_then_the_chain_holds() {
    assertThat(rows).hasSize(7);
    assertThat(problems()).isEmpty();
  }

  @Test
  void when_any_member_of_a_row_is_changed_then_that_row_is_named() {
    for (var change :
        List.of(
            "actor = 'somebody'",
            "action = 'webhook.deleted'",
            "object = 'wh_other'",
            "detail = '{}'",
            "detail = null",
            "detail = '{}', content = zeroblob(32)",
            "at = at + 1",
            "tenant = null",
            "seal = zeroblob(32)")) {
      var before = write("update audit set " + change + " where id = ?", rows.get(3));

      assertThat(problems())
          .as(change)
          .anyMatch(line -> line.contains("" + new AuditId(rows.get(3))));
      restore(before);
      assertThat(problems()).isEmpty();
    }
  }

  @Test
  void when_a_row_is_removed_then_the_one_after_it_is_named() {
    for (int i = 0; i < rows.size() - 1; i++) {
      var before = write("delete from audit where id = ?", rows.get(i));

      assertThat(problems()).singleElement().asString().contains("" + new AuditId(rows.get(i + 1)));
      restore(before);
    }
  }

  @Test
  void when_the_newest_rows_are_removed_then_that_is_noticed_and_the_last_one_named() {
    for (int kept = 0; kept < rows.size(); kept++) {
      var removed = new ArrayList<Row>();
      for (int i = rows.size() - 1; i >= kept; i--) {
        removed.add(write("delete from audit where id = ?", rows.get(i)));
      }

      assertThat(problems())
          .as("%d of %d rows left", kept, rows.size())
          .singleElement()
          .asString()
          .contains("" + new AuditId(rows.getLast()));
      removed.forEach(this::restore);
      assertThat(problems()).isEmpty();
    }
  }

  @Test
  void when_the_newest_row_is_removed_and_others_are_written_then_that_is_still_noticed() {
    write("delete from audit where id = ?", rows.getLast());
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("a");
      rig.givenWebhook("b");
    }

    assertThat(problems()).singleElement().asString().contains("does not fit the row before it");
  }

  @Test
  void when_a_store_never_kept_which_row_is_newest_then_it_is_sound_and_keeps_it_from_now_on() {
    with(database ->
        database.write(tx -> {
          Meta.remove(tx, "audit-ends");
          return true;
        }));
    assertThat(problems()).isEmpty();

    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("a");
    }
    assertThat(problems()).isEmpty();
    with(database ->
        database.write(
            tx -> tx.update("delete from audit where id = (select max(id) from audit)")));
    assertThat(problems()).hasSize(1);
  }

  @Test
  void when_two_rows_change_places_then_that_is_noticed() {
    var spare = 1L;
    move(rows.get(2), spare);
    move(rows.get(4), rows.get(2));
    move(spare, rows.get(4));

    assertThat(problems())
        .anyMatch(line -> line.contains("" + new AuditId(rows.get(2))))
        .anyMatch(line -> line.contains("" + new AuditId(rows.get(4))));
  }

  @Test
  void when_old_rows_were_removed_for_their_age_then_the_rest_is_a_chain_and_still_guarded() {
    remove(3);
    assertThat(problems()).isEmpty();

    var before = write("delete from audit where id = ?", rows.get(3));
    assertThat(problems()).singleElement().asString().contains("" + new AuditId(rows.get(4)));
    restore(before);
    assertThat(problems()).isEmpty();
  }

  @Test
  void when_all_rows_were_removed_for_their_age_then_the_next_one_goes_on_from_the_last() {
    remove(100);
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("a");
      rig.givenWebhook("b");
    }

    assertThat(problems()).isEmpty();
    with(database ->
        database.write(
            tx -> tx.update("delete from audit where id = (select min(id) from audit)")));
    assertThat(problems()).hasSize(1);
  }

  @Test
  void when_rows_are_large_then_a_page_ends_early_and_the_next_goes_on() {
    with(database ->
        database.write(tx -> tx.update("update audit set detail = ?", "x".repeat(900_000))));

    var seen = new ArrayList<Long>();
    with(database -> {
      var audit =
          new Audit(database, InstantSource.system(), new IdSource(InstantSource.system(), 0));
      AuditId next = null;
      do {
        var page = audit.list(null, null, null, next, 250, _ -> Optional.empty());
        assertThat(page.entries()).hasSizeBetween(1, 3);
        page.entries().forEach(entry -> seen.add(entry.id().value()));
        next = page.next();
      } while (next != null);
      return seen;
    });

    assertThat(seen).containsExactlyElementsOf(rows.reversed());
  }

  private void remove(int most) {
    with(database ->
        database.write(tx -> Audit.removeBefore(tx, Instant.parse("2100-01-01T00:00:00Z"), most)));
  }

  private void move(long from, long to) {
    write("update audit set id = " + to + " where id = ?", from);
  }

  private List<String> problems() {
    return with(database -> database.verify(List.of(new Check("audit", Audit::faults))));
  }

  private record Row(
      long id,
      long at,
      @Nullable Long tenant,
      String actor,
      String action,
      String object,
      @Nullable String detail,
      byte[] content,
      byte[] seal) {}

  /** Answers the row as it was. */
  private Row write(String sql, long id) {
    return with(database ->
        database.write(tx -> {
          var before =
              tx.find(
                      """
                      select id, at, tenant, actor, action, object, detail, content, seal
                        from audit where id = ?
                      """,
                      row ->
                          new Row(
                              row.number(1),
                              row.number(2),
                              row.numberOrNull(3),
                              row.text(4),
                              row.text(5),
                              row.text(6),
                              row.textOrNull(7),
                              row.bytes(8),
                              row.bytes(9)),
                      id)
                  .orElseThrow();
          assertThat(tx.update(sql, id)).isEqualTo(1);
          return before;
        }));
  }

  private void restore(Row row) {
    with(database ->
        database.write(tx ->
            tx.update(
                """
                insert or replace into audit (id, at, tenant, actor, action, object, detail,
                                              content, seal)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                row.id,
                row.at,
                row.tenant,
                row.actor,
                row.action,
                row.object,
                row.detail,
                row.content,
                row.seal)));
  }

  private <T> T with(java.util.function.Function<SqliteDatabase, T> use) {
    try (var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS)) {
      return use.apply(database);
    }
  }
}
