package dev.belfry.dialects.smartsheet;

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
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Seal;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
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
final class SmartRig implements AutoCloseable {

  static final String WEBHOOKS = "/smartsheet/2.0/webhooks";
  static final long SHEET = 3_126_442_859_128_708L;
  static final long PLAN = 1_893_456_712_345_476L;
  static final Duration SOON = Duration.ofSeconds(10);
  static final Duration WINDOW = Duration.ofSeconds(60);

  final SettableClock clock;
  final Engine engine;
  private final SqliteDatabase database;
  private final HttpSender sender;
  private final Dialects dialects;
  private final AtomicInteger tenants = new AtomicInteger();

  /** As it comes, but for the vendor's rules on URLs where {@code open}. */
  SmartRig(Path folder, boolean open) {
    this(folder, settings(Map.of(), open), open);
  }

  SmartRig(Path folder, SmartsheetSettings settings, boolean open) {
    this(
        folder,
        settings,
        open ? EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of()) : EgressPolicy.STRICT,
        SettableClock.atNoon());
  }

  SmartRig(Path folder, SmartsheetSettings settings, EgressPolicy policy, SettableClock clock) {
    this.clock = clock;
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
                List.of(BelfryProtocol.of("test"), SmartsheetProtocol.of(settings)),
                clock,
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    dialects =
        new Dialects(
            List.of(
                new SmartsheetDialect(engine, policy, sender, settings, clock),
                new BelfryDialect(engine, policy, new NoUpkeep(), clock, 1 << 20)));
  }

  static SmartsheetSettings settings(Map<String, String> given, boolean lifted) {
    return SmartsheetSettings.read(given, Set.of(), lifted);
  }

  /** A new user of the vendor's, with a token that may do everything. */
  User givenUser() {
    var id = new TenantId("user-" + tenants.incrementAndGet());
    engine.tenants().create(id, "", Limits.NONE, Actor.ADMIN);
    return new User(id, givenToken(id, Scope.values()));
  }

  String givenToken(TenantId user, Scope... scopes) {
    return engine.keys().create(user, Set.of(scopes), null, Actor.ADMIN).secret();
  }

  /** A receiver that proves itself whenever it is asked to, and answers all else like this. */
  static void prove(FakeReceiver receiver, Reply otherwise) {
    receiver.script().always(proving(otherwise));
  }

  static Reply proving(Reply otherwise) {
    return Reply.chosen(request ->
        challenge(request) == null
            ? otherwise
            : Reply.ok().with("Smartsheet-Hook-Response", String.valueOf(challenge(request))));
  }

  static @Nullable String challenge(ReceivedRequest request) {
    return request.header("Smartsheet-Hook-Challenge").orElse(null);
  }

  static List<ReceivedRequest> callbacks(FakeReceiver receiver) {
    return receiver.requests().stream().filter(request -> challenge(request) == null).toList();
  }

  static List<ReceivedRequest> challenges(FakeReceiver receiver) {
    return receiver.requests().stream().filter(request -> challenge(request) != null).toList();
  }

  /** Waits until so many callbacks came. */
  static List<ReceivedRequest> awaitCallbacks(FakeReceiver receiver, int count) {
    dev.belfry.testkit.Eventually.holds(
        count + " callbacks came", SOON, () -> callbacks(receiver).size() >= count);
    return callbacks(receiver);
  }

  static JsonNode json(ReceivedRequest request) {
    return Json.read(request.body());
  }

  /**
   * @param more members besides those required, each with a comma before it
   */
  static String sheet(String url, String more) {
    return body("sheet", SHEET, url, "[\"*.*\"]", more);
  }

  static String plan(String url, String more) {
    return body("plan", PLAN, url, "[\"user.seatType.updated\"]", more);
  }

  static String body(String scope, long id, String url, String events, String more) {
    return """
    {"name":"order changes","callbackUrl":"%s","scope":"%s","scopeObjectId":%d,\
    "events":%s,"version":1%s}\
    """
        .formatted(url, scope, id, events, more);
  }

  /** A user as his programs reach the server. */
  final class User {

    final TenantId id;
    final String token;

    User(TenantId id, String token) {
      this.id = id;
      this.token = token;
    }

    /** The same user with another token. */
    User with(String other) {
      return new User(id, other);
    }

    Answer call(String method, String below, @Nullable String body) {
      return call(method, below, body, Map.of());
    }

    Answer call(String method, String below, @Nullable String body, Map<String, String> more) {
      var headers = new TreeMap<String, String>();
      headers.put("authorization", "Bearer " + token);
      headers.put("content-type", "application/json");
      headers.putAll(more);
      return SmartRig.this.ask(method, WEBHOOKS + below, body, headers);
    }

    /** Makes a webhook; answers its id. */
    long given(String body) {
      return call("POST", "", body).orFail().body().at("/result/id").longValue();
    }

    /** Makes one and enables it; its target must prove itself. */
    long givenEnabled(String body) {
      var id = given(body);
      if (!enable(id).at("/result/enabled").booleanValue()) {
        throw new AssertionError("not enabled: " + shown(id));
      }
      return id;
    }

    JsonNode enable(long id) {
      return put(id, "{\"enabled\":true}");
    }

    JsonNode put(long id, String body) {
      return call("PUT", "/" + id, body).orFail().body();
    }

    JsonNode shown(long id) {
      return call("GET", "/" + id, null).orFail().body();
    }

    String status(long id) {
      return shown(id).get("status").stringValue();
    }

    Webhook webhook(long id) {
      return engine
          .webhooks()
          .findByVendorId(this.id, SmartsheetDialect.NAME, Long.toString(id))
          .orElseThrow();
    }

    /** Accepts an event about the sheet; how many deliveries it owes. */
    int fire(String type, String data) {
      return fire(type, "sheet/" + SHEET, data);
    }

    int fire(String type, String subject, String data) {
      return own(
              "POST",
              "/v1/events",
              "{\"type\":\"%s\",\"subject\":\"%s\",\"data\":%s}".formatted(type, subject, data))
          .orFail()
          .body()
          .get("deliveries")
          .intValue();
    }

    /** Rows, one event each. */
    void fireRows(int from, int count) {
      for (int i = from; i < from + count; i++) {
        fire("row.created", "{\"id\":" + i + ",\"userId\":7}");
      }
    }

    Answer own(String method, String target, @Nullable String body) {
      return SmartRig.this.ask(
          method,
          target,
          body,
          Map.of("authorization", "Bearer " + token, "content-type", "application/json"));
    }

    /** How many deliveries of a webhook are in this state. */
    int count(long id, DeliveryState state) {
      return engine
          .deliveries()
          .list(new DeliveryQuery(this.id, webhook(id).id(), null, state, null, null, null, 250))
          .deliveries()
          .size();
    }

    void await(long id, DeliveryState state, int count) {
      dev.belfry.testkit.Eventually.holds(
          count + " " + state, SOON, () -> count(id, state) == count);
    }
  }

  Answer ask(String method, String target, @Nullable String body, Map<String, String> headers) {
    return ask(method, target, body == null ? new byte[0] : body.getBytes(UTF_8), headers);
  }

  /**
   * Makes a request as it would come from outside.
   *
   * @param target path and query
   */
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

    JsonNode result() {
      return body().get("result");
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    /** The status and the error's code: {@code 404 1006}. */
    String error() {
      return status() + " " + body().path("errorCode").asInt(0);
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
