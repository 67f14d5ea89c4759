package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.EngineParts;
import dev.belfry.engine.EngineSettings;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.Vault;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Seal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Our own API over a real engine on a real store, asked with plain requests. */
final class ApiRig implements AutoCloseable {

  static final String ADMIN = "admin-key-that-is-long-enough-0123456789";
  static final String BASE = "http://belfry.example";

  final Engine engine;
  final List<Route> routes;
  final List<String> problems = new ArrayList<>();
  final List<String> backups = new ArrayList<>();

  private final SqliteDatabase database;
  private final HttpSender sender;
  private final Dialects dialects;
  private final AtomicInteger tenants = new AtomicInteger();

  ApiRig(Path folder) {
    var policy = EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of());
    var key = MasterKey.loadOrCreate(folder, Optional.empty());
    database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS);
    sender = HttpSender.open(policy, SenderSettings.usual());
    engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(key.derive("keys")),
                new VaultSeal(Vault.of(database, key)),
                ADMIN,
                sender,
                List.of(BelfryProtocol.of("test")),
                InstantSource.system(),
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    var dialect =
        new BelfryDialect(
            engine,
            policy,
            new NotedUpkeep(),
            InstantSource.system(),
            1024 * 1024,
            (tenant, readOnly, theme, until) ->
                "/portal/open/" + tenant + "-" + readOnly + "-" + theme + "-" + until);
    routes = dialect.routes();
    dialects = new Dialects(List.of(dialect));
  }

  /** A new tenant. */
  TenantId givenTenant() {
    var id = new TenantId("t" + tenants.incrementAndGet());
    engine.tenants().create(id, "", Limits.NONE, Actor.ADMIN);
    return id;
  }

  /** A new key's secret. */
  String givenKey(TenantId tenant, Scope... scopes) {
    return engine
        .keys()
        .create(tenant, Set.of(scopes.length == 0 ? Scope.values() : scopes), null, Actor.ADMIN)
        .secret();
  }

  /** A new tenant's key that may do everything. */
  String givenKey() {
    return givenKey(givenTenant());
  }

  /** The id of a new webhook. */
  String givenWebhook(String key, String json) {
    return post("/v1/webhooks", key, json).body().get("id").asString();
  }

  Answer get(String target, @Nullable String key, String... headers) {
    return call("GET", target, key, null, headers);
  }

  Answer delete(String target, String key, String... headers) {
    return call("DELETE", target, key, null, headers);
  }

  Answer post(String target, @Nullable String key, @Nullable String json, String... headers) {
    return call("POST", target, key, json, headers);
  }

  Answer patch(String target, String key, String json, String... headers) {
    return call("PATCH", target, key, json, headers);
  }

  /**
   * Makes a request as it would come from outside.
   *
   * @param target path and query
   * @param headers name, value, name, value…; besides the key and {@code application/json}
   */
  Answer call(
      String method,
      String target,
      @Nullable String key,
      @Nullable String body,
      String... headers) {
    var all = new TreeMap<String, List<String>>();
    if (key != null) {
      all.put("authorization", List.of("Bearer " + key));
    }
    if (body != null) {
      all.put("content-type", List.of("application/json"));
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
    }
    var question = target.indexOf('?');
    return new Answer(
        dialects.apply(
            new Request(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                all,
                body == null ? new byte[0] : body.getBytes(UTF_8),
                Map.of(),
                BASE,
                "127.0.0.1")));
  }

  @Override
  public void close() {
    engine.stop(Duration.ofSeconds(2));
    sender.close();
    database.close();
  }

  /** What came back. */
  record Answer(Response response) {

    int status() {
      return response.status();
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    JsonNode body() {
      return Json.read(response.body());
    }

    @Nullable String header(String name) {
      return response.headers().stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(Response.Field::value)
          .findFirst()
          .orElse(null);
    }

    /** The pointers of a 422, sorted. */
    List<String> pointers() {
      return body()
          .get("errors")
          .valueStream()
          .map(error -> error.get("pointer").asString())
          .sorted()
          .toList();
    }
  }

  private final class NotedUpkeep implements Upkeep {
    @Override
    public void backup(Path file, boolean withKey) {
      if (backups.contains(file.toString())) {
        throw new UpkeepRefused("There is a file already.");
      }
      backups.add(file.toString());
    }

    @Override
    public List<String> verify() {
      return problems;
    }
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
