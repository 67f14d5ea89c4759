package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.OPEN;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.signing.PublicKey;
import dev.belfry.engine.signing.SigningKey;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The routes of what requests are signed with. */
final class SecretRoutes {

  private static final String ONE = "/v1/webhooks/{id}";
  private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private final Engine engine;
  private final InstantSource clock;

  SecretRoutes(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, ONE + "/secret/rotations", MANAGE, this::rotate),
        new Route(GET, ONE + "/jwks", OPEN, this::keys));
  }

  private Response rotate(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var found =
        WebhookId.parse(request.variable("id"))
            .flatMap(id -> engine.webhooks().find(tenant, id))
            .orElseThrow(() -> Problem.missing("webhook"));
    if (!found.dialect().equals(BelfryDialect.NAME)) {
      throw OtherDialects.forbids(found.dialect());
    }
    var overlap = overlap(request);
    return Versions.retrying(() -> rotated(request, caller, found.id(), overlap));
  }

  private Response rotated(Request request, Caller caller, WebhookId id, Duration overlap) {
    var tenant = Credentials.tenant(caller);
    var before = engine.webhooks().find(tenant, id).orElseThrow(() -> Problem.missing("webhook"));
    Versions.check(request, before.version());
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var until = now.plus(overlap);
    var after =
        engine
            .webhooks()
            .change(
                tenant,
                id,
                OptionalLong.of(before.version()),
                old -> Secrets.rotated(old, now, until),
                caller.actor(),
                "webhook.secret_rotated");
    var body =
        Json.object()
            .put("secret", after.registration().secrets().getFirst().text())
            .put("previousValidUntil", Times.text(until));
    return Answers.once(body, request.baseUrl() + "/v1/webhooks/" + id)
        .with("ETag", Versions.tag(after.version()));
  }

  private static Duration overlap(Request request) {
    var faults = new Faults();
    var members = new Members(Bodies.objectOrNone(request), "", faults, Set.of("overlap"));
    var given = members.duration("overlap", Duration.ZERO, LONGEST_OVERLAP);
    faults.throwIfAny();
    return given == null ? USUAL_OVERLAP : given;
  }

  /** Receivers ask for them without a key of ours; what they get is no secret. */
  private Response keys(Request request, Caller anybody) {
    var webhook =
        WebhookId.parse(request.variable("id"))
            .flatMap(id -> engine.webhooks().find(id))
            .orElseThrow(() -> Problem.missing("webhook"));
    var body = Json.object();
    body.putArray("keys").addAll(keysOf(webhook).stream().map(SecretRoutes::shown).toList());
    return Answers.json(200, body).with("Cache-Control", "public, max-age=300");
  }

  private List<PublicKey> keysOf(Webhook webhook) {
    var now = clock.instant();
    return webhook.registration().secrets().stream()
        .filter(Secrets::isKey)
        .filter(secret -> secret.signsAt(now))
        .map(secret -> SigningKey.parse(secret.text()).publicKey())
        .toList();
  }

  /** RFC 7517 and RFC 8037. */
  private static ObjectNode shown(PublicKey key) {
    return Json.object()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("alg", "EdDSA")
        .put("use", "sig")
        .put("kid", key.thumbprint())
        .put("x", key.x());
  }
}
