package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.belfry.BelfryDialect;
import dev.belfry.dialects.belfry.Upkeep;
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
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.NewKey;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Seal;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * This dialect and our own over one real engine on a real store, with a clock to turn; asked with
 * plain requests.
 */
final class CometRig implements AutoCloseable {

  final SettableClock clock = SettableClock.atNoon();
  final Engine engine;
  private final SqliteDatabase database;
  private final HttpSender sender;
  private final Dialects dialects;
  private final AtomicInteger apps = new AtomicInteger();

  CometRig(Path folder) {
    this(folder, CometChatSettings.USUAL, true);
  }

  /**
   * @param open whether http and this machine may be sent to
   */
  CometRig(Path folder, CometChatSettings settings, boolean open) {
    var policy = open ? EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of()) : strict();
    database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS);
    sender = HttpSender.open(policy, SenderSettings.usual());
    engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(new byte[32]),
                new PlainSeal(),
                "admin-key-that-is-long-enough-0123456789",
                sender,
                List.of(BelfryProtocol.of("test"), CometChatProtocol.of("test", settings)),
                clock,
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    dialects =
        new Dialects(
            List.of(
                new CometChatDialect(engine, policy),
                new BelfryDialect(engine, policy, new NoUpkeep(), clock, 1 << 20)));
  }

  private static EgressPolicy strict() {
    return EgressPolicy.STRICT;
  }

  /** A new app with a key that may do everything. */
  App givenApp() {
    var id = new TenantId("2041937a5c0de1f" + Integer.toHexString(apps.incrementAndGet()));
    engine.tenants().create(id, "", Limits.NONE, Actor.ADMIN);
    return new App(id, givenKey(id, Scope.values()));
  }

  NewKey givenKey(TenantId app, Scope... scopes) {
    return engine.keys().create(app, Set.of(scopes), null, Actor.ADMIN);
  }

  /** An app as its owner's programs reach it. */
  final class App {
    final TenantId id;
    final NewKey key;
    private final String path;

    private App(TenantId id, NewKey key) {
      this.id = id;
      this.key = key;
      this.path = "/cometchat/apps/" + id + "/webhooks";
    }

    /** A request of the new system. */
    Answer call(String method, String below, @Nullable String body) {
      return call(method, below, body, "2");
    }

    /** A request of the legacy system. */
    Answer legacy(String method, String below, @Nullable String body) {
      return call(method, below, body, null);
    }

    Answer call(String method, String below, @Nullable String body, @Nullable String version) {
      var headers = new TreeMap<String, String>();
      headers.put("key", key.key().id());
      headers.put("secret", key.secret());
      if (version != null) {
        headers.put("x-webhook-version", version);
      }
      return CometRig.this.ask(method, path + below, body, headers);
    }

    /** A webhook of the new system with these triggers. */
    void givenWebhook(String id, String url, String more, String... triggers) {
      call("POST", "", webhook(id, url, more)).orFail();
      if (triggers.length > 0) {
        call("POST", "/" + id + "/triggers", triggerIds(triggers)).orFail();
      }
    }

    /** The same in the legacy system. */
    void givenLegacyWebhook(String id, String url, String more, String... triggers) {
      legacy("POST", "", webhook(id, url, more)).orFail();
      legacy("POST", "/" + id + "/triggers", triggerIds(triggers)).orFail();
    }

    /** Accepts an event; how many deliveries it owes. */
    int fire(String type, String data) {
      return own("/v1/events", event(type, data)).body().get("deliveries").asInt();
    }

    /** Puts an event to the receivers. */
    JsonNode ask(String type, String data) {
      return own("/v1/events:ask", event(type, data)).orFail().body();
    }

    Answer own(String target, String body) {
      return CometRig.this.ask(
          "POST",
          target,
          body,
          Map.of("authorization", "Bearer " + key.secret(), "content-type", "application/json"));
    }
  }

  static String event(String type, String data) {
    return "{\"type\":\"" + type + "\",\"data\":" + data + "}";
  }

  /**
   * @param more members besides those required, each with a comma before it
   */
  static String webhook(String id, String url, String more) {
    return "{\"id\":\"%s\",\"name\":\"Name of %s\",\"webhookURL\":\"%s\"%s}"
        .formatted(id, id, url, more);
  }

  static String triggerIds(String... ids) {
    return "{\"triggerIds\":[\"" + String.join("\",\"", ids) + "\"]}";
  }

  /**
   * Makes a request as it would come from outside.
   *
   * @param target path and query
   */
  Answer ask(String method, String target, @Nullable String body, Map<String, String> headers) {
    return ask(method, target, body == null ? new byte[0] : body.getBytes(UTF_8), headers);
  }

  Answer ask(String method, String target, byte[] body, Map<String, String> headers) {
    var all = new TreeMap<String, List<String>>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    var question = target.indexOf('?');
    return new Answer(
        dialects.apply(
            new Request(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                all,
                body,
                Map.of(),
                "http://belfry.example",
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

    JsonNode body() {
      return Json.read(response.body());
    }

    JsonNode data() {
      return body().get("data");
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    /** The status and the error's code: {@code 404 ERR_APP_NOT_FOUND}. */
    String error() {
      return status() + " " + body().at("/error/code").asString("");
    }

    Answer orFail() {
      if (status() >= 300) {
        throw new AssertionError(status() + " " + text());
      }
      return this;
    }
  }

  private static final class NoUpkeep implements Upkeep {
    @Override
    public void backup(Path file, boolean withKey) {}

    @Override
    public List<String> verify() {
      return List.of();
    }
  }

  private static final class PlainSeal implements Seal {
    @Override
    public byte[] close(byte[] plain, String belongsTo) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String belongsTo) {
      return sealed;
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
