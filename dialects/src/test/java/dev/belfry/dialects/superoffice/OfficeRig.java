package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.dialects.rig.Answered;
import dev.belfry.dialects.rig.Client;
import dev.belfry.dialects.rig.Ground;
import dev.belfry.dialects.rig.Rig;
import dev.belfry.engine.tenant.NewKey;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** This dialect and our own, with a clock to turn. */
final class OfficeRig extends Rig<OfficeRig.Answer> {

  /** Anything may be sent to, but only this machine is there. */
  static final SuperOfficeSettings OPEN = settings(false, false);

  final SettableClock clock;

  /** Mails that left: recipients, subject. */
  final List<String> mails;

  OfficeRig(Path folder) {
    this(folder, OPEN, true);
  }

  OfficeRig(Path folder, SuperOfficeSettings settings, boolean open, CallbackPlugin... more) {
    var clock = SettableClock.atNoon();
    this.clock = clock;
    var sent = new CopyOnWriteArrayList<String>();
    mails = sent;
    var policy = Ground.policy(open);
    var all = new ArrayList<>(List.of(more));
    all.add(new HttpPlugin(policy, settings));
    all.add(new ScriptPlugin());
    var plugins = new Plugins(all);
    var ground =
        Ground.open(
            folder,
            policy,
            clock,
            BelfryProtocol.of("test"),
            SuperOfficeProtocol.of(settings, plugins));
    super(
        ground,
        Answer::new,
        new SuperOfficeDialect(
            ground.engine(),
            ground.sender(),
            clock,
            settings,
            plugins,
            (to, subject, _) -> sent.add(String.join(",", to) + ": " + subject)),
        ownApi(ground, policy));
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
    var id = givenTenant("cust1234");
    return new Customer(id, newKey(id));
  }

  /** A customer as its programs reach it. */
  final class Customer extends Client<Answer> {
    final NewKey key;
    final String base;

    private Customer(TenantId id, NewKey key) {
      super(OfficeRig.this, id, key.secret());
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
      return call("POST", "/Webhook", json).orFail().body().get("WebhookId").intValue();
    }

    JsonNode get(int id) {
      return call("GET", "/Webhook/" + id, null).orFail().body();
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

  /** What came back. */
  record Answer(Response response) implements Answered {

    /** The status and the error's type: {@code 404 SoNotFoundException}. */
    String error() {
      return (status() + " " + body().path("ErrorType").asString("")).strip();
    }
  }
}
