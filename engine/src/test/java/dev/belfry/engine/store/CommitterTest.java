package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitterTest {

  private static final int PAGES = 200;
  private static final byte[] LARGE = new byte[2 << 20];

  @TempDir Path folder;
  private SqliteDatabase database;
  private Committer committer;
  private final List<String> applied = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder, SqliteDatabaseTest.SETTINGS);
    database.write(tx -> tx.update("create table thing (name text, body blob) strict"));
    committer = new Committer(database, Duration.ofMillis(1), new Silent());
    committer.start();
  }

  @AfterEach
  void close() {
    committer.close();
    database.close();
  }

  @Test
  void when_there_is_no_room_for_a_change_nobody_waits_for_then_it_is_made_later() {
    limitPages(PAGES);
    committer.changeLater(tx -> insert(tx, "settled"), _ -> applied.add("settled"));
    committer.changeIfRoom(tx -> insert(tx, "noted"), _ -> applied.add("noted"));
    assertThatThrownBy(() -> committer.change(tx -> insert(tx, "asked"), _ -> applied.add("asked")))
        .isInstanceOf(StoreFull.class);
    assertThat(applied).isEmpty();

    limitPages(1_000_000);

    Eventually.holds("it is made", Duration.ofSeconds(60), () -> applied.contains("settled"));
    assertThat(applied).containsExactly("settled");
    assertThat(names()).containsExactly("settled");
  }

  @Test
  void when_it_ends_then_a_change_that_waits_for_room_is_tried_once_more() {
    limitPages(PAGES);
    committer.changeLater(tx -> insert(tx, "settled"), _ -> applied.add("settled"));
    assertThatThrownBy(() -> committer.change(tx -> insert(tx, "asked"), _ -> {}))
        .isInstanceOf(StoreFull.class);
    limitPages(1_000_000);

    committer.close();

    assertThat(names()).containsExactly("settled");
  }

  @Test
  void when_it_was_closed_then_what_comes_later_is_refused_and_nobody_waits_for_ever()
      throws Exception {
    var made = new AtomicInteger();
    var callers =
        IntStream.range(0, 4)
            .mapToObj(_ ->
                Thread.startVirtualThread(() -> {
                  try {
                    while (true) {
                      committer.change(tx -> mark(tx, "made"), _ -> {});
                      made.incrementAndGet();
                    }
                  } catch (StoreBroken _) {
                    applied.add("refused");
                  }
                }))
            .toList();
    Eventually.holds("changes are made", Duration.ofSeconds(60), () -> made.get() > 20);

    committer.close();

    for (var caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(applied).hasSize(4).containsOnly("refused");
    assertThat(names()).hasSize(made.get());
  }

  private static int mark(Tx tx, String name) {
    return tx.update("insert into thing (name) values (?)", name);
  }

  private static int insert(Tx tx, String name) {
    return tx.update("insert into thing (name, body) values (?, ?)", name, LARGE);
  }

  private List<String> names() {
    return database.read(tx -> tx.query("select name from thing", row -> row.text(1)));
  }

  private void limitPages(int pages) {
    database.write(tx -> tx.find("pragma max_page_count = " + pages, row -> row.number(1)));
  }

  private static final class Silent implements CommitterEvents {
    @Override
    public void synced(Duration took) {}

    @Override
    public void broken(StoreBroken why) {}

    @Override
    public void refused(RuntimeException why) {}
  }
}
