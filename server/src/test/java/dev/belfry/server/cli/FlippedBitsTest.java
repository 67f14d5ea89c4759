package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T08: one bit of the database file is wrong, anywhere. */
class FlippedBitsTest {

  private static final int FLIPS = Boolean.getBoolean("belfry.long") ? 1_000 : 60;

  /**
   * What no wrong bit may change unseen, and how it is read: what was accepted, to whom it goes and
   * how, and who changed what. Times, states and figures of deliveries have no checksum.
   */
  private static final Map<String, String> GUARDED =
      Map.of(
          "what was accepted",
          "select type, subject, source, producer_id, rest, data from event",
          "registrations",
          "select sealed from webhook",
          "the audit log",
          "select * from audit");

  @TempDir private Path folder;
  private final Random random = new Random(8);

  @Test
  void T08_when_any_bit_is_flipped_then_it_is_found_or_refused_or_no_event_is_another()
      throws Exception {
    givenStore();
    var file = folder.resolve("belfry.db");
    var sound = Files.readAllBytes(file);
    write(file, sound);
    var rows = rows();
    assertThat(rows.get("what was accepted")).hasSize(40);
    assertThat(rows.get("the audit log")).hasSizeGreaterThan(5);
    var counts = new TreeMap<String, Integer>();
    for (int i = 0; i < FLIPS; i++) {
      var bit = random.nextInt(sound.length * 8);
      var flipped = sound.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      write(file, flipped);

      var verdict = verify();
      if (verdict.equals("sound")) {
        var changed = changed(rows, rows());
        assertThat(changed).as("bit %d", bit).doesNotContainAnyElementsOf(GUARDED.keySet());
        verdict = changed.isEmpty() ? "no row is another" : "unseen in " + changed;
      }
      counts.merge(verdict, 1, Integer::sum);
    }

    System.out.printf("T08: %d flips in %d bytes: %s%n", FLIPS, sound.length, counts);
    assertThat(counts).containsKey("found");
    write(file, sound);
    assertThat(verify()).isEqualTo("sound");
  }

  /** What {@code verify} makes of the file as it is. */
  private String verify() {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Belfry.execute(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "verify",
            "--url",
            "http://127.0.0.1:1",
            "--data",
            folder.toString());
    if (code == 0) {
      assertThat(out.toString()).isEqualTo("nothing is damaged\n");
      return "sound";
    }
    assertThat(out.toString() + err).isNotBlank().doesNotContain("nothing is damaged");
    return err.toString().isBlank() ? "found" : "refused";
  }

  private void givenStore() {
    var flags = Map.of("port", "0", "data", folder.toString());
    var settings = SettingsReader.read(true, flags, Map.of(), null);
    try (var receiver = FakeReceiver.start();
        var program = Program.start(settings, true, _ -> {});
        var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      for (int i = 0; i < 5; i++) {
        var url = "{\"url\":\"" + receiver.url("/" + i) + "\",\"types\":[\"order.*\"]}";
        api.post("/v1/webhooks", "application/json", url).orFail();
      }
      for (int i = 0; i < 40; i++) {
        var bytes = new byte[600];
        random.nextBytes(bytes);
        var event =
            "{\"type\":\"order.paid\",\"data\":\"" + Base64.getEncoder().encodeToString(bytes);
        api.post("/v1/events", "application/json", event + "\"}").orFail();
      }
      Eventually.holds(
          "all is delivered",
          Duration.ofSeconds(30),
          () ->
              api.get("/v1/stats").json().at("/totals/pending").asInt(-1) == 0
                  && receiver.count() == 200);
    }
  }

  /** The file, with no log beside it. */
  private static void write(Path file, byte[] content) throws IOException {
    for (var beside : new String[] {"-wal", "-shm"}) {
      Files.deleteIfExists(Path.of(file + beside));
    }
    Files.write(file, content);
  }

  /** All rows of all tables, and of what is guarded, as text. */
  private Map<String, Set<String>> rows() throws SQLException {
    var all = new HashMap<String, Set<String>>();
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("belfry.db"))) {
      var tables = new ArrayList<String>();
      try (var names =
          connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
        while (names.next()) {
          tables.add(names.getString("TABLE_NAME"));
        }
      }
      for (var table : tables) {
        all.put(table, read(connection, "select * from " + table));
      }
      for (var guarded : GUARDED.entrySet()) {
        all.put(guarded.getKey(), read(connection, guarded.getValue()));
      }
    }
    return all;
  }

  private static Set<String> read(Connection connection, String sql) throws SQLException {
    var found = new TreeSet<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          var bytes = rows.getBytes(i);
          row.append(bytes == null ? "null" : Base64.getEncoder().encodeToString(bytes))
              .append('|');
        }
        found.add(row.toString());
      }
    }
    return found;
  }

  private static Set<String> changed(
      Map<String, Set<String>> before, Map<String, Set<String>> after) {
    var changed = new TreeSet<String>();
    before.forEach((table, rows) -> {
      if (!rows.equals(after.get(table))) {
        changed.add(table);
      }
    });
    return changed;
  }
}
