package dev.belfry.server;

import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.belfry.BelfryDialect;
import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.server.apidoc.ApiPages;
import dev.belfry.server.config.SettingFault;
import dev.belfry.server.config.Settings;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.http.HttpServer;
import dev.belfry.server.ops.Metrics;
import dev.belfry.server.ops.OpenRoutes;
import dev.belfry.server.ops.OpsRoutes;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Belfry: all parts, built in one place. */
public final class Program implements AutoCloseable {

  /** The tenant that {@code --dev} makes. */
  public static final String DEV_TENANT = "dev";

  /** The id of the key that {@code --dev} makes. */
  public static final String DEV_KEY = "key_dev";

  /** Works only while {@code --dev} runs. */
  public static final String DEV_SECRET = "bfy_dev_secret_for_local_use_only_0000";

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final Duration REQUESTS_UNDER_WAY = Duration.ofSeconds(1);
  private static final Duration ATTEMPTS_UNDER_WAY = Duration.ofSeconds(8);

  /** Everything together; what is not written by then was not acknowledged, or is due again. */
  private static final Duration TO_END = Duration.ofMillis(9_300);

  private final Settings settings;
  private final Consumer<StoreBroken> whenBroken;

  /** What was opened, the last first. */
  private final Deque<Part> parts = new ArrayDeque<>();

  private final URI address;

  /** By when everything must have ended, once that was asked for. */
  private volatile long end;

  /** Something to end. */
  @FunctionalInterface
  private interface Part {
    void end();
  }

  private Program(Settings settings, boolean allowUnsafe, Consumer<StoreBroken> whenBroken) {
    this.settings = settings;
    this.whenBroken = whenBroken;
    try {
      address = build(allowUnsafe);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything and returns when requests are answered.
   *
   * @param allowUnsafe lets the store start where it cannot keep its promises; implied by dev
   * @param whenBroken told once, when the store failed and nothing may be acknowledged any more
   * @throws Failure if an address cannot be listened on or a file cannot be used
   * @throws dev.belfry.engine.store.StoreRefused if the store cannot be opened
   */
  public static Program start(
      Settings settings, boolean allowUnsafe, Consumer<StoreBroken> whenBroken) {
    return new Program(settings, allowUnsafe, whenBroken);
  }

  /** What is wrong with settings that only parts of the program can judge; makes no part. */
  public static List<SettingFault> faults(Settings settings) {
    return Stream.of(Listeners.faults(settings.listening()), Vendors.faults(settings))
        .flatMap(List::stream)
        .toList();
  }

  private URI build(boolean allowUnsafe) {
    var listeners = new Listeners(settings.listening());
    var metrics = new Metrics();
    var tail = new Tail();
    var reports = new Reports(metrics, tail, whenBroken);
    var folder =
        keep(
            DataFolder.open(settings.storage(), allowUnsafe || settings.dev().on(), reports),
            DataFolder::close);
    ServerAddress.remove(folder.path());
    keep(folder.path(), ServerAddress::remove);
    var room =
        keep(
            EngineRoom.open(folder, settings, reports),
            opened -> opened.stop(ATTEMPTS_UNDER_WAY, left()));
    var standings = new Standings(folder.database(), room.engine());
    metrics.show(standings, Standings.LANE_STATES);
    tellKeys(folder);
    if (settings.dev().on()) {
      makeDevKey(room.engine());
    }
    var metricsHere = settings.listening().metricsPort().isEmpty();
    var ops =
        new OpsRoutes(
            Version.text(),
            settings.dev().on(),
            () -> obstacle(folder),
            metrics::text,
            metricsHere);
    var api = belfry(folder, room);
    var described = Stream.concat(api.routes().stream(), ops.routes().stream()).toList();
    var open =
        Stream.of(ops.routes(), new ApiPages(Version.text(), described).routes())
            .flatMap(List::stream)
            .toList();
    var front = Front.build(settings, folder, room.engine(), standings, tail, dialects(api, room));
    var routes = new OpenRoutes(open, front);
    var http = keep(listeners.main(routes), server -> server.stop(REQUESTS_UNDER_WAY));
    listeners
        .metrics(OpsRoutes.metricsOnly(metrics::text))
        .ifPresent(server -> keep(server, HttpServer::close).start());
    http.start();
    ServerAddress.write(folder.path(), listeners.nearAddress(http));
    return listeners.address(http);
  }

  private static List<Dialect> dialects(BelfryDialect api, EngineRoom room) {
    return Stream.concat(
            Stream.of(api), room.vendors().stream().map(vendor -> vendor.dialect().apply(room)))
        .toList();
  }

  private BelfryDialect belfry(DataFolder folder, EngineRoom room) {
    return new BelfryDialect(
        room.engine(),
        room.policy(),
        Upkeeper.of(folder),
        InstantSource.system(),
        settings.storage().maxEvent(),
        Front.portalLinks(folder, InstantSource.system()));
  }

  /** The address people and programs may use, with the real port. */
  public URI address() {
    return address;
  }

  /** Takes no more requests, lets what is under way finish for a while, and closes the store. */
  @Override
  public void close() {
    end = System.nanoTime() + TO_END.toNanos();
    while (!parts.isEmpty()) {
      parts.pop().end();
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private <T> T keep(T part, Consumer<T> end) {
    parts.push(() -> end.accept(part));
    return part;
  }

  private static Optional<String> obstacle(DataFolder folder) {
    return folder.database().writable()
        ? Optional.empty()
        : Optional.of("The store cannot be written at the moment.");
  }

  private void tellKeys(DataFolder folder) {
    if (settings.storage().adminKey().isEmpty()) {
      LOG.info("the operator's key is in {}", OperatorKey.file(folder.path()));
    }
  }

  private static void makeDevKey(Engine engine) {
    var tenant = new TenantId(DEV_TENANT);
    if (engine.tenants().find(tenant).isEmpty()) {
      engine.tenants().create(tenant, DEV_TENANT, Limits.NONE, Actor.ADMIN);
    }
    engine.keys().addFixed(DEV_KEY, DEV_SECRET, tenant);
    LOG.warn("--dev: tenant {}, key {}, secret {}", DEV_TENANT, DEV_KEY, DEV_SECRET);
  }
}
