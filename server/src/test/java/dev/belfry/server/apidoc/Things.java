package dev.belfry.server.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.apidoc.Described.Operation;
import dev.belfry.server.apidoc.LiveServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes what an operation needs to go well: tenants, keys, and each kind of thing in a path. */
final class Things {

  /** A target at which nobody listens. */
  static final String NOWHERE = "http://127.0.0.1:" + freePort() + "/";

  /** Operations that go well with an empty object. */
  private static final Set<String> NOTHING_NEEDED =
      Set.of(
          "createKey",
          "rotateSecret",
          "putEventType",
          "changeTenant",
          "changeWebhook",
          "createPortalLink");

  private final LiveServer server;
  private final Path folder;
  private final AtomicInteger made = new AtomicInteger();

  Things(LiveServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  String tenant() {
    var id = "made-" + made.incrementAndGet();
    make("POST", "/v1/tenants", LiveServer.OPERATOR, "{\"id\":\"" + id + "\"}");
    return id;
  }

  /** The secret of a new key. */
  String key(String tenant, String... scopes) {
    var body =
        scopes.length == 0 ? "{}" : "{\"scopes\":[\"" + String.join("\",\"", scopes) + "\"]}";
    return make("POST", "/v1/tenants/" + tenant + "/keys", LiveServer.OPERATOR, body)
        .json()
        .get("secret")
        .asString();
  }

  /** A webhook that is paused, so that what it is owed stays pending. */
  String webhook(String key) {
    var id =
        make("POST", "/v1/webhooks", key, "{\"url\":\"" + NOWHERE + "\",\"types\":[\"a.b\"]}")
            .json()
            .get("id")
            .asString();
    make("POST", "/v1/webhooks/" + id + "/pause", key, null);
    return id;
  }

  String event(String key) {
    return make("POST", "/v1/events", key, "{\"type\":\"a.b\",\"data\":{\"total\":99.5}}")
        .json()
        .get("id")
        .asString();
  }

  private String delivery(String key) {
    var webhook = webhook(key);
    var event = event(key);
    return make("GET", "/v1/deliveries?webhook=" + webhook + "&event=" + event, key, null)
        .json()
        .at("/data/0/id")
        .asString();
  }

  /** A replay of nothing but its webhook's later events would end at once; this one has to wait. */
  private String replay(String key) {
    return make("POST", "/v1/replays", key, newReplay(webhook(key))).json().get("id").asString();
  }

  private static String newReplay(String webhook) {
    return "{\"webhook\":\"%s\",\"since\":\"2026-01-01T00:00:00Z\",\"unmatched\":true,\"ratePerSecond\":0.01}"
        .formatted(webhook);
  }

  private String eventType(String key) {
    var type = "made." + made.incrementAndGet();
    make("PUT", "/v1/event-types/" + type, key, "{}");
    return type;
  }

  /**
   * A target at which the operation goes well.
   *
   * @param key of the tenant whose things they shall be, which may do everything
   */
  String target(Operation operation, String tenant, String key) {
    var pattern = operation.pattern();
    if (pattern.startsWith("/v1/tenants/")) {
      return ofTenant(operation, pattern.contains("{key}") ? tenant : tenant());
    }
    var variable = pattern.indexOf('{');
    if (variable < 0) {
      return pattern;
    }
    var kind = pattern.substring(0, variable);
    return switch (kind) {
      case "/v1/webhooks/" ->
          pattern.replace("{id}", webhook(key))
              + (pattern.endsWith("/explain") ? "?event=" + event(key) : "");
      case "/v1/event-types/" -> pattern.replace("{type}", eventType(key));
      case "/v1/events/" -> pattern.replace("{id}", event(key));
      case "/v1/deliveries/" -> pattern.replace("{id}", delivery(key));
      case "/v1/replays/" -> pattern.replace("{id}", replay(key));
      case "/docs/" -> pattern.replace("{asset}", "page.css");
      default -> throw new AssertionError("nothing is made yet for " + pattern);
    };
  }

  private String ofTenant(Operation operation, String tenant) {
    var target = operation.pattern().replace("{id}", tenant);
    if (target.contains("{key}")) {
      var keys = "/v1/tenants/" + tenant + "/keys";
      var id = make("POST", keys, LiveServer.OPERATOR, "{}").json().get("id").asString();
      return target.replace("{key}", id);
    }
    return operation.method().equals("DELETE") ? target + "?confirm=" + tenant : target;
  }

  /**
   * A body with which it goes well; null for none.
   *
   * @param key of the tenant whose things it shall name
   */
  @Nullable String body(Operation operation, String key) {
    var number = made.incrementAndGet();
    return switch (operation.id()) {
      case "createTenant" -> "{\"id\":\"made-%d\"}".formatted(number);
      case "createWebhook" -> "{\"url\":\"" + NOWHERE + "\",\"types\":[\"never\"]}";
      case "createReplay" -> newReplay(webhook(key));
      case "backUp" -> "{\"file\":\"%s\"}".formatted(folder.resolve("backup-" + number + ".db"));
      case "sendEvents", "askReceivers" -> "{\"type\":\"order.created\"}";
      default -> {
        var has = operation.takesJson();
        assertThat(!has || NOTHING_NEEDED.contains(operation.id()))
            .as("a body is to be made for %s", operation)
            .isTrue();
        yield has ? "{}" : null;
      }
    };
  }

  private Answer make(String method, String target, String key, @Nullable String body) {
    var answer = server.json(method, target, key, body);
    assertThat(answer.status()).as("%s %s: %s", method, target, answer.text()).isBetween(200, 299);
    return answer;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
