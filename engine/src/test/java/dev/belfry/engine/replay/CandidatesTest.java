package dev.belfry.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesTest {

  @TempDir Path folder;

  @Test
  void what_was_made_again_of_an_event_is_found_by_its_index() {
    try (var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS)) {
      List<String> plan =
          database.read(tx ->
              tx.query(
                  "explain query plan select state" + Candidates.MADE_AGAIN + "and webhook = ?",
                  row -> row.text(4),
                  1L,
                  1L));

      assertThat(plan)
          .singleElement()
          .asString()
          .startsWith("SEARCH delivery USING INDEX delivery_made_again");
    }
  }
}
