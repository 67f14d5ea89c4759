package dev.belfry.engine.store;

import java.util.ArrayList;
import java.util.List;

/** Reads all of a store and tells what is wrong with it; changes nothing. */
final class Verification {

  private Verification() {}

  /**
   * One line a problem, each beginning with the name of its check; empty if all is well.
   *
   * @throws StoreRefused by a check for which there is nothing to look at; damage is told before
   */
  static List<String> problems(SqliteConnection source, List<Check> checks) {
    var found = new ArrayList<String>();
    try {
      source.read(tx -> {
        found.addAll(damaged(tx));
        found.addAll(dangling(tx));
        for (var check : checks) {
          check.problems().apply(tx).forEach(text -> found.add(check.name() + ": " + text));
        }
        return null;
      });
    } catch (StoreRefused e) {
      if (found.isEmpty()) {
        throw e;
      }
    } catch (StoreBroken e) {
      found.add("file: " + e.getMessage());
    }
    return List.copyOf(found);
  }

  private static List<String> damaged(Tx tx) {
    return tx.query("pragma integrity_check", row -> row.text(1)).stream()
        .filter(text -> !text.equals("ok"))
        .map(text -> "file: " + text.strip())
        .toList();
  }

  private static List<String> dangling(Tx tx) {
    return tx.query(
        "pragma foreign_key_check",
        row ->
            "reference: row %s of %s has no %s"
                .formatted(row.textOrNull(2), row.text(1), row.text(3)));
  }
}
