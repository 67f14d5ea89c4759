package dev.belfry.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

  private static final Optional<String> ONE_KEY =
      Optional.of(Base64.getEncoder().encodeToString(new byte[32]));
  private static final byte[] SECRET = "whsec_secret".getBytes(UTF_8);

  @TempDir private Path folder;

  private final Vault vault = Vault.of(MasterKey.loadOrCreate(Path.of("unused"), ONE_KEY));

  @Test
  void when_a_value_is_sealed_then_it_opens_again_and_does_not_show() {
    var sealed = vault.seal(SECRET, "acme/wh_1");

    assertThat(vault.open(sealed, "acme/wh_1")).isEqualTo(SECRET);
    assertThat(new String(sealed, UTF_8)).doesNotContain("whsec");
    assertThat(sealed).hasSize(SECRET.length + 29);
  }

  @Test
  void when_a_sealed_value_is_moved_or_changed_by_a_bit_then_it_does_not_open() {
    var sealed = vault.seal(SECRET, "acme/wh_1");

    assertThatThrownBy(() -> vault.open(sealed, "acme/wh_2")).isInstanceOf(SealBroken.class);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      var changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> vault.open(changed, "acme/wh_1")).isInstanceOf(SealBroken.class);
    }
    assertThatThrownBy(() -> vault.open(new byte[0], "acme/wh_1")).isInstanceOf(SealBroken.class);
  }

  @Test
  void when_the_same_is_sealed_often_then_no_two_are_alike() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(Base64.getEncoder().encodeToString(vault.seal(SECRET, "a")));
    }

    assertThat(seen).hasSize(10_000);
  }

  @Test
  void when_a_store_is_opened_with_another_key_then_it_is_refused() {
    try (var database = SqliteDatabase.open(folder, SqliteDatabaseTest.SETTINGS)) {
      var sealed = Vault.of(database, MasterKey.loadOrCreate(folder, ONE_KEY)).seal(SECRET, "a");
      assertThat(Vault.of(database, MasterKey.loadOrCreate(folder, ONE_KEY)).open(sealed, "a"))
          .isEqualTo(SECRET);

      var other = Optional.of(Base64.getEncoder().encodeToString(SECRET_32));
      assertThatThrownBy(() -> Vault.of(database, MasterKey.loadOrCreate(folder, other)))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining("master key");
    }
  }

  @Test
  void when_there_is_no_key_yet_then_one_is_made_that_only_its_owner_reads() throws Exception {
    var made = MasterKey.loadOrCreate(folder.resolve("data"), Optional.empty());
    var again = MasterKey.loadOrCreate(folder.resolve("data"), Optional.empty());

    assertThat(again.derive("a")).isEqualTo(made.derive("a")).hasSize(32);
    assertThat(made.derive("b")).isNotEqualTo(made.derive("a"));
    var permissions = Files.getPosixFilePermissions(folder.resolve("data/master.key"));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    assertThat(folder.resolve("data")).isDirectoryContaining("glob:**/master.key");
    assertThat(folder.resolve("data").toFile().list()).hasSize(1);
  }

  @Test
  void when_two_folders_get_a_key_then_the_keys_differ_and_do_not_print() {
    var one = MasterKey.loadOrCreate(folder.resolve("one"), Optional.empty());
    var two = MasterKey.loadOrCreate(folder.resolve("two"), Optional.empty());

    assertThat(one.derive("a")).isNotEqualTo(two.derive("a"));
    assertThat(one.toString()).doesNotContain(one.base64());
  }

  @Test
  void when_a_store_has_lost_its_key_then_no_new_one_is_made() {
    SqliteDatabase.open(folder, SqliteDatabaseTest.SETTINGS).close();

    assertThatThrownBy(() -> MasterKey.loadOrCreate(folder, Optional.empty()))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("master.key");
    assertThat(folder.resolve("master.key")).doesNotExist();
  }

  @Test
  void when_a_given_key_is_malformed_then_it_is_refused_without_telling_it() {
    for (var wrong : new String[] {"", "not base64!", "c2hvcnQ="}) {
      assertThatThrownBy(() -> MasterKey.loadOrCreate(folder, Optional.of(wrong)))
          .isInstanceOf(StoreRefused.class)
          .message()
          .doesNotContain("c2hvcnQ");
    }
  }

  private static final byte[] SECRET_32 = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
}
