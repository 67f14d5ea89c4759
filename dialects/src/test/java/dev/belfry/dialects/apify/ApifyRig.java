package dev.belfry.dialects.apify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.rig.Answered;
import dev.belfry.dialects.rig.CodedReceiver;
import dev.belfry.dialects.rig.Ground;
import dev.belfry.dialects.rig.Rig;
import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** This dialect alone, with a clock to turn and a receiver in code. */
final class ApifyRig extends Rig<ApifyRig.Reply> {

  static final TenantId ACME = new TenantId("acme");
  static final TenantId OTHER = new TenantId("other");
  static final String ACTOR = "Aa1Bb2Cc3Dd4Ee5Ff";
  static final String TASK = "Tt1Aa2Ss3Kk4Tt5Aa";
  static final String RUN = "Rr1Uu2Nn3Rr4Uu5Nn";

  final SettableClock clock;
  final String token;
  final String otherToken;

  /** Gets all that is sent, if no real sender was given. */
  final CodedReceiver receiver;

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
    var inCode = new CodedReceiver();
    receiver = inCode;
    var ground = Ground.open(folder, sender == null ? inCode : sender, clock, apify.protocol());
    super(ground, Reply::new, apify.dialect(ground.engine(), Ground.OPEN, clock));
    token = key(ACME);
    otherToken = key(OTHER);
  }

  private String key(TenantId tenant) {
    if (engine.tenants().find(tenant).isEmpty()) {
      engine.tenants().create(tenant, "", Limits.NONE, Actor.ADMIN);
    }
    return newKey(tenant).secret();
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
    var all = new TreeMap<String, String>();
    if (secret != null) {
      all.put("authorization", "Bearer " + secret);
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return ask(method, "/apify/v2" + target, body == null ? new byte[0] : body, all);
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
        SOON,
        () -> {
          var dispatch = dispatch(webhook);
          return dispatch.path("calls").size() >= calls ? dispatch : null;
        });
  }

  OutgoingRequest onlyRequest() {
    Eventually.holds("a request", SOON, () -> !receiver.received.isEmpty());
    settle();
    assertThat(receiver.received).hasSize(1);
    return receiver.received.getFirst();
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

  /** What came back. */
  record Reply(Response response) implements Answered {

    JsonNode data() {
      return body().path("data");
    }

    String type() {
      return body().path("error").path("type").asString("");
    }

    String message() {
      return body().path("error").path("message").asString("");
    }
  }
}
