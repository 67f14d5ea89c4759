package dev.belfry.engine.store;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * A process that writes the {@link Ledger} until it is killed, or as many groups as it is told, and
 * says on stdout what is acknowledged: {@code ready}, then one last id a line.
 */
final class LedgerWriter {

  /** Acknowledges before it writes: what the rig must notice. */
  static final String LIES = "belfry.test.lies";

  private LedgerWriter() {}

  public static void main(String[] arguments) {
    long groups = Long.parseLong(arguments[1]);
    var settings =
        SqliteSettings.DEFAULTS
            .withUnsafeAllowed(true)
            .withLog(new SqliteSettings.Log(256 * 1024, 1024 * 1024, 64 * 1024 * 1024));
    try {
      var database = SqliteDatabase.open(Path.of(arguments[0]), settings);
      Vault.of(database, MasterKey.loadOrCreate(Path.of(arguments[0]), java.util.Optional.of(KEY)));
      database.write(tx -> tx.update(Ledger.TABLE));
      say("ready");
      write(database, groups);
      database.close();
    } catch (StoreBroken e) {
      System.err.println(e.getMessage());
      Runtime.getRuntime().halt(3);
    }
  }

  private static void write(Database database, long groups) {
    long last = database.read(Ledger::last);
    var random = RandomGenerator.getDefault();
    for (long i = 0; i < groups; i++) {
      long from = last;
      int size = 1 + random.nextInt(40);
      if (Boolean.getBoolean(LIES)) {
        say(String.valueOf(from + size));
        Runtime.getRuntime().halt(137);
      }
      database.write(tx -> {
        Ledger.appendGroup(tx, from, size);
        return null;
      });
      last = from + size;
      say(String.valueOf(last));
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
}
