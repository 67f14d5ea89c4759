package dev.belfry.dialects.rig;

import dev.belfry.engine.Engine;
import dev.belfry.engine.EngineParts;
import dev.belfry.engine.EngineSettings;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.Vault;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.webhook.Seal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An engine on a real store in a folder, with what it was made of. */
public record Ground(SqliteDatabase database, Sender sender, InstantSource clock, Engine engine)
    implements AutoCloseable {

  /** The operator's key. */
  public static final String ADMIN = "admin-key-that-is-long-enough-0123456789";

  /** What may be reached: the whole world, and this machine. */
  public static final EgressPolicy OPEN = EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of());

  /** Opens one that sends over the network, as far as {@code policy} lets it. */
  public static Ground open(
      Path folder, EgressPolicy policy, InstantSource clock, Protocol... protocols) {
    return open(folder, HttpSender.open(policy, SenderSettings.usual()), clock, protocols);
  }

  /** Opens one with this sender, which is closed with it. */
  public static Ground open(
      Path folder, Sender sender, InstantSource clock, Protocol... protocols) {
    var key = MasterKey.loadOrCreate(folder, Optional.empty());
    var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS);
    var engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(key.derive("keys")),
                new VaultSeal(Vault.of(database, key)),
                ADMIN,
                sender,
                List.of(protocols),
                clock,
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    return new Ground(database, sender, clock, engine);
  }

  /** The vendors' strict rules on targets, or {@link #OPEN}. */
  public static EgressPolicy policy(boolean open) {
    return open ? OPEN : EgressPolicy.STRICT;
  }

  @Override
  public void close() {
    engine.stop(Duration.ofSeconds(2));
    sender.close();
    database.close();
  }

  private record VaultSeal(Vault vault) implements Seal {
    @Override
    public byte[] close(byte[] plain, String belongsTo) {
      return vault.seal(plain, belongsTo);
    }

    @Override
    public byte[] open(byte[] sealed, String belongsTo) {
      return vault.open(sealed, belongsTo);
    }
  }

  /** A fault of the program ends the committer, so that no test passes over it. */
  private static final class Loud implements CommitterEvents {
    @Override
    public void synced(Duration took) {}

    @Override
    public void broken(StoreBroken why) {
      throw why;
    }

    @Override
    public void refused(RuntimeException why) {
      throw why;
    }
  }
}
