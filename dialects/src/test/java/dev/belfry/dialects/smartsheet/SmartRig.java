package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.rig.Answered;
import dev.belfry.dialects.rig.Client;
import dev.belfry.dialects.rig.Ground;
import dev.belfry.dialects.rig.Rig;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** This dialect and our own, with a clock to turn. */
final class SmartRig extends Rig<SmartRig.Answer> {

  static final String WEBHOOKS = "/smartsheet/2.0/webhooks";
  static final long SHEET = 3_126_442_859_128_708L;
  static final long PLAN = 1_893_456_712_345_476L;
  static final Duration WINDOW = Duration.ofSeconds(60);

  final SettableClock clock;

  /** As it comes, but for the vendor's rules on URLs where {@code open}. */
  SmartRig(Path folder, boolean open) {
    this(folder, settings(Map.of(), open), open);
  }

  SmartRig(Path folder, SmartsheetSettings settings, boolean open) {
    this(folder, settings, Ground.policy(open), SettableClock.atNoon());
  }

  SmartRig(Path folder, SmartsheetSettings settings, EgressPolicy policy, SettableClock clock) {
    this.clock = clock;
    var ground =
        Ground.open(
            folder, policy, clock, BelfryProtocol.of("test"), SmartsheetProtocol.of(settings));
    super(
        ground,
        Answer::new,
        new SmartsheetDialect(ground.engine(), policy, ground.sender(), settings, clock),
        ownApi(ground, policy));
  }

  static SmartsheetSettings settings(Map<String, String> given, boolean lifted) {
    return SmartsheetSettings.read(given, Set.of(), lifted);
  }

  /** A new user of the vendor's, with a token that may do everything. */
  User givenUser() {
    var id = givenTenant("user-");
    return new User(id, newKey(id).secret());
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
    Eventually.holds(count + " callbacks came", SOON, () -> callbacks(receiver).size() >= count);
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
  final class User extends Client<Answer> {

    User(TenantId id, String token) {
      super(SmartRig.this, id, token);
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
      return ask(method, WEBHOOKS + below, body, headers);
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

    /** Rows, one event each. */
    void fireRows(int from, int count) {
      for (int i = from; i < from + count; i++) {
        fire("row.created", "{\"id\":" + i + ",\"userId\":7}");
      }
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
      Eventually.holds(count + " " + state, SOON, () -> count(id, state) == count);
    }
  }

  /** What came back. */
  record Answer(Response response) implements Answered {

    JsonNode result() {
      return body().get("result");
    }

    /** The status and the error's code: {@code 404 1006}. */
    String error() {
      return status() + " " + body().path("errorCode").asInt(0);
    }
  }
}
