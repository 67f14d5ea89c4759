package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command about a folder tells of that folder, whatever servers run. */
class WhoseStoreTest {

  private static final String READY = "Belfry is ready on ";

  private final ChildProcesses processes = new ChildProcesses();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path served;
  private Path damaged;
  private Process server;
  private String url;

  @BeforeEach
  void givenAServerAndADamagedFolder() throws IOException {
    served = folder.resolve("served");
    damaged = folder.resolve("damaged");
    damage(damaged);
    server = serve(served);
    url = server.inputReader().readLine().substring(READY.length());
  }

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void when_a_server_has_the_folder_then_that_server_is_asked_without_its_address() {
    assertThat(run("verify", "--data", served.toString())).isZero();
    assertThat(run("backup", folder.resolve("b.db").toString(), "--data", served.toString()))
        .isZero();

    assertThat(out.toString()).startsWith("nothing is damaged\n");
    assertThat(folder.resolve("b.db")).isNotEmptyFile();
  }

  @Test
  void when_another_server_runs_then_the_folder_is_opened_and_its_damage_told() {
    assertThat(run("verify", "--data", damaged.toString())).isEqualTo(1);
    assertThat(run("verify", "--data", damaged.toString(), "--url", url)).isEqualTo(1);

    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("audit: "));
  }

  @Test
  void when_a_backup_is_put_into_a_folder_then_it_is_verified_while_the_server_goes_on()
      throws IOException {
    var backup = folder.resolve("backup.db");
    run("backup", backup.toString(), "--with-key", "--data", served.toString());
    var restored = Files.createDirectory(folder.resolve("restored"));
    Files.copy(backup, restored.resolve("belfry.db"));
    Files.copy(folder.resolve("backup.db.key"), restored.resolve("master.key"));

    assertThat(run("verify", "--data", restored.toString())).isZero();
    assertThat(server.isAlive()).isTrue();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void when_only_an_address_is_named_then_its_server_is_asked() throws IOException {
    var key = Files.readString(served.resolve("admin.key")).strip();

    assertThat(run("verify", "--url", url, "--key", key)).isZero();
    assertThat(run("verify", "--url", url, "--key", "bfya_" + "x".repeat(43))).isEqualTo(1);

    assertThat(err.toString()).contains("answered 401", "(the key was given by --key)");
  }

  @Test
  void when_an_address_is_named_that_is_not_the_folders_then_nothing_is_asked() {
    var other = "http://127.0.0.1:1";

    assertThat(run("verify", "--url", other, "--data", served.toString())).isEqualTo(1);

    assertThat(err.toString()).contains(served + " answers on " + url + ", not on " + other);
  }

  @Test
  void when_the_server_was_killed_then_what_it_told_of_itself_misleads_nobody() {
    server.destroyForcibly().onExit().join();

    assertThat(served.resolve("server.url")).exists();
    assertThat(run("verify", "--data", served.toString())).isZero();
    try (var _ = open(served)) {
      assertThat(run("verify", "--data", served.toString())).isEqualTo(1);
    }
    assertThat(err.toString()).contains("is in use by process", "no server that is ready");
  }

  private void damage(Path data) {
    var flags = Map.of("port", "0", "data", data.toString());
    try (var program =
            Program.start(SettingsReader.read(true, flags, Map.of(), null), true, _ -> {});
        var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      var webhook = "{\"url\":\"http://127.0.0.1:65001/\"}";
      api.post("/v1/webhooks", "application/json", webhook).orFail();
    }
    assertThat(data.resolve("server.url")).doesNotExist();
    try (var database = open(data)) {
      database.write(
          tx -> tx.update("update audit set actor = 'x' where id = (select min(id) from audit)"));
    }
  }

  private static SqliteDatabase open(Path data) {
    return SqliteDatabase.open(data, SqliteSettings.DEFAULTS.withUnsafeAllowed(true));
  }

  private Process serve(Path data) throws IOException {
    return processes.start(
        "serve", "--port", "0", "--allow-unsafe-store", "--data", data.toString());
  }

  private int run(String... arguments) {
    return Belfry.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
