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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T08: damage that somebody planted is found and named by {@code belfry verify}. */
class VerifyCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void givenStore() {
    var flags = Map.of("port", "0", "data", folder.toString());
    try (var program =
            Program.start(SettingsReader.read(true, flags, Map.of(), null), true, _ -> {});
        var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      for (int i = 0; i < 2; i++) {
        var url = "{\"url\":\"http://127.0.0.1:65001/%d\",\"types\":[\"order.*\"]}".formatted(i);
        api.post("/v1/webhooks", "application/json", url).orFail();
      }
      for (int i = 0; i < 20; i++) {
        var event = "{\"type\":\"order.paid\",\"data\":{\"number\":%d}}".formatted(i);
        api.post("/v1/events", "application/json", event).orFail();
      }
    }
  }

  @Test
  void T08_when_nothing_is_damaged_then_it_says_so() {
    assertThat(verify()).isZero();
    assertThat(out.toString()).isEqualTo("nothing is damaged\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update event set data = x'7b7d' where id = (select max(id) from event)"
            + "|event: evt_\\w+ is not what was accepted",
        "delete from delivery where id = (select max(id) from delivery)"
            + "|sums: tenant dev has 39 pending deliveries; its sums say 40",
        "update webhook_count set owed = owed + 1 where webhook = (select min(id) from webhook)"
            + "|sums: wh_\\w+ has 20 pending deliveries; its sums say 21",
        "update webhook set sealed = (select sealed from webhook order by id limit 1)"
            + "|webhook: wh_\\w+ cannot be decrypted",
        "update audit set actor = 'nobody' where id = (select min(id) from audit)"
            + "|audit: audit row \\w+ does not fit the row before it",
        "delete from audit where id = (select min(id) from audit)"
            + "|audit: audit row \\w+ does not fit the row before it",
        "delete from audit where id = (select max(id) from audit)"
            + "|audit: audit row \\w+ was written last, but is not there",
        "update audit set detail = '{}' where id = (select max(id) from audit)"
            + "|audit: audit row \\w+ has other details than once",
      })
  void T08_when_a_row_was_changed_behind_its_back_then_it_is_named(String sql, String line) {
    try (var database =
        SqliteDatabase.open(folder, SqliteSettings.DEFAULTS.withUnsafeAllowed(true))) {
      database.write(tx -> tx.update(sql));
    }

    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString().lines()).anyMatch(one -> one.matches(line));
  }

  @Test
  void T08_when_a_page_of_the_file_is_overwritten_then_it_is_told() throws IOException {
    try (var file = FileChannel.open(folder.resolve("belfry.db"), StandardOpenOption.WRITE)) {
      var size = file.size();
      for (long at = size / 2; at < size; at += 4096) {
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), at);
      }
    }

    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString() + err).isNotBlank().doesNotContain("nothing is damaged");
  }

  private int verify() {
    return Belfry.execute(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "verify",
        "--url",
        "http://127.0.0.1:1",
        "--data",
        folder.toString());
  }
}
