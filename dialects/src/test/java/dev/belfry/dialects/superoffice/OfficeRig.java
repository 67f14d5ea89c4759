package dev.belfry.dialects.superoffice;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * This dialect and our own over one real engine on a real store, with a clock to turn; asked with
 * plain requests.
 */
final class OfficeRig implements AutoCloseable {

  /** Anything may be sent to, but only this machine is there. */
  static final SuperOfficeSettings OPEN = settings(false, false);

  final SettableClock clock = SettableClock.atNoon();
  final Engine engine;

  /** Mails that left: recipients, subject. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  private final SqliteDatabase database;
  private final HttpSender sender;
  private final Dialects dialects;
  private final AtomicInteger customers = new AtomicInteger();

  OfficeRig(Path folder) {
    this(folder, OPEN, true);
  }

  OfficeRig(Path folder, SuperOfficeSettings settings, boolean open, CallbackPlugin... more) {
    var policy =
        open ? EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of()) : EgressPolicy.STRICT;
    var all = new ArrayList<>(List.of(more));
    all.add(new HttpPlugin(policy, settings));
    all.add(new ScriptPlugin());
    var plugins = new Plugins(all);
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
                List.of(BelfryProtocol.of("test"), SuperOfficeProtocol.of(settings, plugins)),
                clock,
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    dialects =
        new Dialects(
            List.of(
                new SuperOfficeDialect(
                    engine,
                    sender,
                    clock,
                    settings,
                    plugins,
                    (to, subject, _) -> mails.add(String.join(",", to) + ": " + subject)),
                new BelfryDialect(engine, policy, new NoUpkeep(), clock, 1 << 20)));
  }

  static SuperOfficeSettings settings(boolean requireHttps, boolean validateHttps) {
    return new SuperOfficeSettings(
        requireHttps,
        validateHttps,
        true,
        9,
        Duration.ofSeconds(5),
        SuperOfficeSettings.Properties.TOP,
        null);
  }

  /** A new customer with a key that may do everything. */
  Customer givenCustomer() {
    var id = new TenantId("cust1234" + customers.incrementAndGet());
    engine.tenants().create(id, "", Limits.NONE, Actor.ADMIN);
    return new Customer(id, givenKey(id, Scope.values()));
  }

  NewKey givenKey(TenantId customer, Scope... scopes) {
    return engine.keys().create(customer, Set.of(scopes), null, Actor.ADMIN);
  }

  /** A customer as its programs reach it. */
  final class Customer {
    final TenantId id;
    final NewKey key;
    final String base;

    private Customer(TenantId id, NewKey key) {
      this.id = id;
      this.key = key;
      this.base = "/superoffice/" + id + "/api/v1";
    }

    /** JSON, with a Bearer token. */
    Answer call(String method, String below, @Nullable String body) {
      return call(method, below, body, Map.of());
    }

    Answer call(String method, String below, @Nullable String body, Map<String, String> headers) {
      var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      all.put("authorization", "Bearer " + key.secret());
      if (body != null) {
        all.put("content-type", "application/json");
      }
      all.putAll(headers);
      return ask(method, base + below, body, all);
    }

    Answer agent(String method, @Nullable String body) {
      return call("POST", "/Agents/Webhook/" + method, body);
    }

    /** The id of a webhook that was made. */
    int givenWebhook(String json) {
      return call("POST", "/Webhook", json).orFail().json().get("WebhookId").intValue();
    }

    JsonNode get(int id) {
      return call("GET", "/Webhook/" + id, null).orFail().json();
    }

    /** Accepts an event through our own API; how many deliveries it owes. */
    int fire(String type, String subject, String data) {
      return own(
              "POST",
              "/v1/events",
              "{\"type\":\"%s\",\"subject\":\"%s\",\"data\":%s}".formatted(type, subject, data))
          .orFail()
          .json()
          .get("deliveries")
          .asInt();
    }

    Answer own(String method, String target, @Nullable String body) {
      return ask(
          method,
          target,
          body,
          Map.of("authorization", "Bearer " + key.secret(), "content-type", "application/json"));
    }
  }

  /**
   * @param more members besides those required, each with a comma before it
   */
  static String webhook(String name, Object url, String events, String more) {
    var list = "\"" + events.replace(",", "\",\"") + "\"";
    return "{\"Name\":\"%s\",\"Events\":[%s],\"TargetUrl\":\"%s\"%s}"
        .formatted(name, list, url, more);
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

    String text() {
      return new String(response.body(), UTF_8);
    }

    JsonNode json() {
      return Json.read(response.body());
    }

    String header(String name) {
      return response.headers().stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(Response.Field::value)
          .findFirst()
          .orElse("");
    }

    /** The status and the error's type: {@code 404 SoNotFoundException}. */
    String error() {
      return (status() + " " + json().path("ErrorType").asString("")).strip();
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
