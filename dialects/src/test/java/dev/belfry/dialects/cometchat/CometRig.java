package dev.belfry.dialects.cometchat;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** This dialect and our own, with a clock to turn. */
final class CometRig extends Rig<CometRig.Answer> {

  final SettableClock clock;

  CometRig(Path folder) {
    this(folder, CometChatSettings.USUAL, true);
  }

  /**
   * @param open whether http and this machine may be sent to
   */
  CometRig(Path folder, CometChatSettings settings, boolean open) {
    var clock = SettableClock.atNoon();
    this.clock = clock;
    var policy = Ground.policy(open);
    var ground =
        Ground.open(
            folder,
            policy,
            clock,
            BelfryProtocol.of("test"),
            CometChatProtocol.of("test", settings));
    super(
        ground, Answer::new, new CometChatDialect(ground.engine(), policy), ownApi(ground, policy));
  }

  /** A new app with a key that may do everything. */
  App givenApp() {
    var id = givenTenant("2041937a5c0de1f");
    return new App(id, newKey(id));
  }

  /** An app as its owner's programs reach it. */
  final class App extends Client<Answer> {
    final NewKey key;
    private final String path;

    private App(TenantId id, NewKey key) {
      super(CometRig.this, id, key.secret());
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

    int fire(String type, String data) {
      return fire(type, null, data);
    }

    /** Puts an event to the receivers. */
    JsonNode ask(String type, String data) {
      return own("POST", "/v1/events:ask", event(type, data)).orFail().body();
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

  /** What came back. */
  record Answer(Response response) implements Answered {

    JsonNode data() {
      return body().get("data");
    }

    /** The status and the error's code: {@code 404 ERR_APP_NOT_FOUND}. */
    String error() {
      return status() + " " + body().at("/error/code").asString("");
    }
  }
}
