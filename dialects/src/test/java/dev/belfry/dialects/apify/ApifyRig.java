package dev.belfry.dialects.apify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.EngineParts;
import dev.belfry.engine.EngineSettings;
import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Seal;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Apify's API over a real engine on a real store, with a clock to turn and a receiver in code. */
final class ApifyRig implements AutoCloseable {

  static final TenantId ACME = new TenantId("acme");
  static final TenantId OTHER = new TenantId("other");
  static final String ACTOR = "Aa1Bb2Cc3Dd4Ee5Ff";
  static final String TASK = "Tt1Aa2Ss3Kk4Tt5Aa";
  static final String RUN = "Rr1Uu2Nn3Rr4Uu5Nn";

  /** What the rig may reach: the whole world, and this machine. */
  static final EgressPolicy POLICY = EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of());

  final SettableClock clock;
  final Engine engine;
  final Dialects dialects;
  final List<Route> routes;
  final String token;
  final String otherToken;
  final List<OutgoingRequest> received = Collections.synchronizedList(new ArrayList<>());
  private final SqliteDatabase database;

  /** How the receiver answers. */
  volatile Function<OutgoingRequest, Answer> receiver = _ -> status(200, "");

  ApifyRig(Path folder) {
    this(folder, SettableClock.atNoon(), null);
  }

  ApifyRig(Path folder, SettableClock clock, @Nullable Set<String> known) {
    this(folder, clock, new Apify("test", known), null);
  }

  /** With a real sender instead of a receiver in code. */
  ApifyRig(Path folder, Sender sender) {
    this(folder, SettableClock.atNoon(), new Apify("test", null), sender);
  }

  /** With fewer ad-hoc webhooks than usual. */
  ApifyRig(Path folder, int mostAdHoc) {
    this(folder, SettableClock.atNoon(), new Apify("test", null, mostAdHoc), null);
  }

  private ApifyRig(Path folder, SettableClock clock, Apify apify, @Nullable Sender sender) {
    this.clock = clock;
    database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS);
    engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(new byte[32]),
                new PlainSeal(),
                "admin-key-that-is-long-enough-0123456789",
                sender == null ? new FunctionSender() : sender,
                List.of(apify.protocol()),
                clock,
                DeliveryListener.NONE,
                new Loud()),
            EngineSettings.USUAL);
    var dialect = apify.dialect(engine, POLICY, clock);
    routes = dialect.routes();
    dialects = new Dialects(List.of(dialect));
    token = key(ACME);
    otherToken = key(OTHER);
  }

  private String key(TenantId tenant) {
    if (engine.tenants().find(tenant).isEmpty()) {
      engine.tenants().create(tenant, "", Limits.NONE, Actor.ADMIN);
    }
    return engine.keys().create(tenant, Set.of(Scope.values()), null, Actor.ADMIN).secret();
  }

  static Answer status(int status, String body) {
    return new Answer.Answered(status, List.of(), body.getBytes(UTF_8), false);
  }

  Reply get(String target) {
    return call("GET", target, token, null);
  }

  Reply post(String target, String json) {
    return call("POST", target, token, json.getBytes(UTF_8));
  }

  Reply put(String target, String json) {
    return call("PUT", target, token, json.getBytes(UTF_8));
  }

  Reply delete(String target) {
    return call("DELETE", target, token, null);
  }

  /**
   * @param target path below {@code /apify/v2} and query
   */
  Reply call(
      String method,
      String target,
      @Nullable String secret,
      byte @Nullable [] body,
      String... headers) {
    var all = new TreeMap<String, List<String>>();
    if (secret != null) {
      all.put("authorization", List.of("Bearer " + secret));
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    var question = target.indexOf('?');
    var path = question < 0 ? target : target.substring(0, question);
    return new Reply(
        dialects.apply(
            new Request(
                method,
                "/apify/v2" + path,
                question < 0 ? "" : target.substring(question + 1),
                all,
                body == null ? new byte[0] : body,
                Map.of(),
                "http://belfry.example",
                "127.0.0.1")));
  }

  static String webhook(String... members) {
    return webhookOn("actorId", ACTOR, "ACTOR.RUN.SUCCEEDED", members);
  }

  /** The JSON of a webhook; {@code members} are written behind, so they go before. */
  static String webhookOn(String key, String id, String type, String... members) {
    return """
    {"eventTypes":["%s"],"condition":{"%s":"%s"},"requestUrl":"https://receiver.test/in?k=1"%s}\
    """
        .formatted(type, key, id, members.length == 0 ? "" : "," + String.join(",", members));
  }

  /** The id of a new webhook. */
  String given(String json) {
    var reply = post("/webhooks", json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.data().path("id").asString();
  }

  Accepted event(String type, String data) {
    return engine
        .acceptance()
        .accept(
            ACME, List.of(new NewEvent(Attributes.ofType(type), Data.json(data.getBytes(UTF_8)))))
        .getFirst();
  }

  /** What a run's event carries. */
  static String runData(String... members) {
    return """
    {"eventData":{"actorId":"%s"%s,"actorRunId":"%s"},"resource":{"id":"%s","n":1.0}}\
    """
        .formatted(ACTOR, String.join("", members), RUN, RUN);
  }

  /** Waits until nothing is left to do before the clock moves on. */
  void settle() {
    Eventually.holds("quiet", Duration.ofSeconds(10), () -> engine.deliverer().isQuiet());
  }

  /** The only dispatch of a webhook. */
  JsonNode dispatch(String webhook) {
    var items = get("/webhooks/" + webhook + "/dispatches").data().path("items");
    assertThat(items.size()).isEqualTo(1);
    return items.get(0);
  }

  /** Waits until the only dispatch of a webhook has that many calls. */
  JsonNode dispatchWithCalls(String webhook, int calls) {
    return Eventually.gets(
        calls + " calls",
        Duration.ofSeconds(10),
        () -> {
          var dispatch = dispatch(webhook);
          return dispatch.path("calls").size() >= calls ? dispatch : null;
        });
  }

  OutgoingRequest onlyRequest() {
    Eventually.holds("a request", Duration.ofSeconds(10), () -> !received.isEmpty());
    settle();
    assertThat(received).hasSize(1);
    return received.getFirst();
  }

  static String body(OutgoingRequest request) {
    return new String(request.body(), UTF_8);
  }

  static @Nullable String header(OutgoingRequest request, String name) {
    var found =
        request.headers().stream().filter(one -> one.name().equalsIgnoreCase(name)).toList();
    assertThat(found.size()).isLessThan(2);
    return found.isEmpty() ? null : found.getFirst().value();
  }

  static List<String> headerNames(OutgoingRequest request) {
    return request.headers().stream().map(Header::name).toList();
  }

  @Override
  public void close() {
    engine.stop(Duration.ofSeconds(5));
    database.close();
  }

  /** What came back. */
  record Reply(Response response) {
    int status() {
      return response.status();
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    JsonNode data() {
      return Json.read(response.body()).path("data");
    }

    String type() {
      return Json.read(response.body()).path("error").path("type").asString("");
    }

    String message() {
      return Json.read(response.body()).path("error").path("message").asString("");
    }

    @Nullable String header(String name) {
      return response.headers().stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(Response.Field::value)
          .findFirst()
          .orElse(null);
    }
  }

  private final class FunctionSender implements Sender {
    @Override
    public Answer send(OutgoingRequest request) {
      received.add(request);
      return receiver.apply(request);
    }

    @Override
    public void close() {}
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
      why.printStackTrace();
    }
  }
}
