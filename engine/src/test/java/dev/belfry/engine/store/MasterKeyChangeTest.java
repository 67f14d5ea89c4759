package dev.belfry.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T63: secrets sealed with another master key. */
class MasterKeyChangeTest {

  private static final int ROWS = Boolean.getBoolean("belfry.long") ? 100_000 : 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final MasterKey old = key(1);
  private final MasterKey next = key(2);
  private final AtomicInteger ended = new AtomicInteger();
  private SqliteDatabase database;
  private byte[] kept;

  private static MasterKey key(int number) {
    var bytes = new byte[32];
    bytes[0] = (byte) number;
    return MasterKey.given(Base64.getEncoder().encodeToString(bytes));
  }

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder, SqliteDatabaseTest.SETTINGS);
    var vault = Vault.of(database, old);
    kept = vault.keptKey(database, old, Vault.API_KEYS);
    database.write(tx -> {
      tx.update("create table thing (id integer primary key, sealed blob not null)");
      for (int id = 1; id <= ROWS; id++) {
        tx.update(
            "insert into thing (id, sealed) values (?, ?)",
            id,
            vault.seal(("secret " + id).getBytes(UTF_8), "thing/" + id));
      }
      return null;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static OptionalLong sealAgain(Tx tx, long after, int limit, SealedRows.Sealer sealer) {
    var ids =
        tx.query(
            "select id, sealed from thing where id > ? order by id limit ?",
            row -> {
              tx.update(
                  "update thing set sealed = ? where id = ?",
                  sealer.again(row.bytes(2), "thing/" + row.number(1)),
                  row.number(1));
              return row.number(1);
            },
            after,
            limit);
    return ids.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ids.getLast());
  }

  private void change(MasterKey from, MasterKey to, long steps) {
    new MasterKeyChange(database, from, to)
        .run(
            List.of(MasterKeyChangeTest::sealAgain),
            done -> {
              if (done == steps) {
                throw new CutShort();
              }
            },
            _ -> ended.incrementAndGet());
  }

  private static final class CutShort extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private long openedBy(MasterKey key) {
    var vault = Vault.of(key);
    var opened =
        database.read(tx ->
            tx.query(
                "select id, sealed from thing",
                row -> {
                  var id = row.number(1);
                  try {
                    return new String(vault.open(row.bytes(2), "thing/" + id), UTF_8)
                        .equals("secret " + id);
                  } catch (SealBroken _) {
                    return false;
                  }
                }));
    return opened.stream().filter(Boolean::booleanValue).count();
  }

  @Test
  void T63_when_the_key_is_changed_then_all_opens_with_the_new_one_only_and_soon() {
    var began = System.nanoTime();
    change(old, next, -1);
    var took = Duration.ofNanos(System.nanoTime() - began);

    System.out.printf("T63: %,d secrets sealed anew in %d ms%n", ROWS, took.toMillis());
    assertThat(took).isLessThanOrEqualTo(LONGEST);
    assertThat(openedBy(next)).isEqualTo(ROWS);
    assertThat(openedBy(old)).isZero();
    assertThat(Vault.of(database, next).keptKey(database, next, Vault.API_KEYS)).isEqualTo(kept);
    assertThatThrownBy(() -> Vault.of(database, old)).isInstanceOf(StoreRefused.class);
    assertThat(ended).hasValue(1);
  }

  @Test
  void T63_when_the_store_has_not_kept_what_its_api_keys_are_hashed_with_then_the_change_does() {
    database.write(tx -> {
      Meta.remove(tx, Vault.KEPT + Vault.API_KEYS);
      return null;
    });

    change(old, next, -1);

    assertThat(Vault.of(database, next).keptKey(database, next, Vault.API_KEYS)).isEqualTo(kept);
  }

  @Test
  void T63_when_it_is_cut_short_after_any_step_then_it_goes_on_and_no_server_starts_meanwhile() {
    for (int step = 1; step <= 3; step++) {
      var steps = step;
      assertThatThrownBy(() -> change(old, next, steps)).isInstanceOf(CutShort.class);

      for (var either : List.of(old, next)) {
        assertThatThrownBy(() -> Vault.of(database, either))
            .isInstanceOf(StoreRefused.class)
            .hasMessageContaining("belfry rotate-master-key");
      }
      assertThat(openedBy(old) + openedBy(next)).isEqualTo(ROWS);
    }

    change(old, next, -1);
    change(old, next, 1); // nothing is left to do

    assertThat(openedBy(next)).isEqualTo(ROWS);
    assertThat(ended).hasValue(1);
  }

  @Test
  void T63_when_another_key_is_given_in_the_middle_then_it_is_refused() {
    assertThatThrownBy(() -> change(old, next, 1)).isInstanceOf(CutShort.class);

    assertThatThrownBy(() -> change(old, key(3), -1))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("another new key");
    assertThatThrownBy(() -> change(key(3), key(4), -1))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("not this store's");
  }

  @Test
  void T63_when_two_rows_were_swapped_then_the_change_ends_there_and_does_not_hide_it() {
    database.write(tx -> {
      var one = tx.find("select sealed from thing where id = 1", row -> row.bytes(1)).orElseThrow();
      return tx.update("update thing set sealed = ? where id = 2", one);
    });

    assertThatThrownBy(() -> change(old, next, -1))
        .isInstanceOf(SealBroken.class)
        .hasMessageContaining("thing/2");
    assertThat(openedBy(old)).isEqualTo(ROWS - 1);
  }

  @Test
  void T63_when_the_key_is_in_the_folder_then_the_new_one_takes_its_place_and_the_old_is_kept() {
    var place = folder.resolve("keys");
    var before = MasterKey.loadOrCreate(place, Optional.empty());
    var following = MasterKey.next(place, Optional.empty());

    assertThat(MasterKey.next(place, Optional.empty()).base64()).isEqualTo(following.base64());
    assertThatThrownBy(() -> MasterKey.next(place, Optional.of(before.base64())))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("another key");

    assertThat(MasterKey.promote(place)).hasContent(before.base64());
    assertThat(MasterKey.loadOrCreate(place, Optional.empty()).base64())
        .isEqualTo(following.base64());
    assertThatThrownBy(() -> MasterKey.next(place, Optional.empty()))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("master.key.old");
  }
}
