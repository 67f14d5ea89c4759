package dev.belfry.server;

import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.engine.Engine;
import dev.belfry.engine.EngineParts;
import dev.belfry.engine.EngineSettings;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.Lookup;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.server.config.Settings;
import dev.belfry.server.config.Settings.Egress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The engine and what it sends with. */
record EngineRoom(
    Engine engine, HttpSender sender, EgressPolicy policy, List<Vendors.Vendor> vendors) {

  private static final int MOST_IDLE = 2000;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /**
   * Opens the engine over a folder; what is pending goes out.
   *
   * @throws Failure if {@code egress_allow} or a dialect's setting cannot be read
   */
  static EngineRoom open(DataFolder folder, Settings settings, Reports reports) {
    var policy = policy(settings.egress());
    var vendors = Vendors.of(settings, policy);
    var sender = HttpSender.open(policy, senderSettings(settings.egress()));
    try {
      var vault = new VaultSeal(folder.vault());
      var parts =
          new EngineParts(
              folder.database(),
              new KeyedHash(folder.keyHashKey()),
              vault,
              folder.operatorKey(),
              sender,
              protocols(vendors),
              InstantSource.system(),
              reports,
              reports);
      var engine = Engine.open(parts, engineSettings(settings));
      return new EngineRoom(engine, sender, policy, vendors);
    } catch (RuntimeException e) {
      sender.close();
      throw e;
    }
  }

  /** Ends in order: attempts under way get {@code atMost}; then everything is written. */
  void stop(Duration atMost, Duration inAll) {
    engine.stop(atMost.compareTo(inAll) < 0 ? atMost : inAll, inAll);
    sender.close();
  }

  private static List<Protocol> protocols(List<Vendors.Vendor> vendors) {
    return Stream.concat(
            Stream.of(BelfryProtocol.of(Version.text())),
            vendors.stream().map(Vendors.Vendor::protocol))
        .toList();
  }

  private static EgressPolicy policy(Egress egress) {
    try {
      return EgressPolicy.of(egress.allow(), egress.httpTargets(), List.of());
    } catch (IllegalArgumentException e) {
      throw new Failure("egress_allow: " + e.getMessage());
    }
  }

  private static SenderSettings senderSettings(Egress egress) {
    var idle = Math.min(MOST_IDLE, FileDescriptors.most() / 3);
    var proxy = egress.proxy().map(EngineRoom::proxyAddress).orElse(null);
    return new SenderSettings(idle, IDLE, proxy, Lookup.system());
  }

  private static InetSocketAddress proxyAddress(URI proxy) {
    return InetSocketAddress.createUnresolved(
        proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
  }

  private static EngineSettings engineSettings(Settings settings) {
    return new EngineSettings(
        new Waits(settings.dev().timeScale()),
        settings.storage().idempotencyWindow(),
        settings.storage().retentionEvents(),
        settings.storage().retentionAudit(),
        Math.max(Runtime.getRuntime().maxMemory() / 8, 2L * settings.listening().maxBody()),
        EngineSettings.USUAL.gather());
  }
}
