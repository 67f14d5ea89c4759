package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.console.asset.Assets;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.console.page.Facts;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Room.Door;
import dev.belfry.server.console.room.OverviewRoom.Standing;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** T87: whatever the console can change, by each of its doors, nobody else's page can. */
class ForgeryWalkTest {

  private static final String REFUSAL = "This was not sent by a page of this console";
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
  private static final String NOWHERE = "http://127.0.0.1:60001/";

  private ConsoleRig rig;

  /** What a pattern's names stand for: by the path's first part, then by name. */
  private final Map<String, String> ids = new HashMap<>(Map.of("sweep", "none"));

  @BeforeEach
  void start() {
    rig = new ConsoleRig(Map.of("BELFRY_PORTAL_ORIGINS", "https://app.example"));
    try (var api = rig.api();
        var operator = rig.operator()) {
      var webhook = id(api, "/v1/webhooks", "{\"url\":\"%s\",\"retry\":{\"schedule\":[\"24h\"]}}");
      var event = id(api, "/v1/events", "{\"type\":\"order.paid\",\"data\":1}");
      Eventually.holds(
          "the only attempt for now is made",
          Duration.ofMinutes(1),
          () -> api.get("/v1/deliveries").json().at("/data/0/attemptCount").asInt(0) > 0);
      ids.put("webhooks", webhook);
      ids.put("events", event);
      ids.put("deliveries", api.get("/v1/deliveries").json().at("/data/0/id").asString());
      ids.put(
          "replays",
          id(
              api,
              "/v1/replays",
              "{\"webhook\":\"" + webhook + "\",\"since\":\"2026-01-01T00:00:00Z\"}"));
      Eventually.holds(
          "the replay, which finds nothing that is dead, is done",
          Duration.ofMinutes(1),
          () -> api.get("/v1/replays").json().at("/data/0/state").asString().equals("done"));
      ids.put("tenants", "dev");
      ids.put("key", id(operator, "/v1/tenants/dev/keys", "{}"));
      ids.put("type", "order.paid");
      api.send("PUT", "/v1/event-types/order.paid", "{}", Map.of()).orFail();
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void when_a_change_of_the_console_is_forged_then_every_door_refuses_and_nothing_changes_T87() {
    var cookie = rig.signIn(rig.operatorKey());
    var proof = rig.proof("/console/tenants", cookie);
    var other = rig.proof("/console/tenants", rig.signIn(rig.operatorKey()));

    assertEveryDoorRefuses("/console", cookie, proof, other);
  }

  @Test
  void when_a_change_of_the_portal_is_forged_then_every_door_refuses_and_nothing_changes_T87() {
    var cookie = rig.openPortal("{\"tenant\":\"dev\",\"expiresIn\":\"1h\"}");
    var proof = rig.proof("/portal/webhooks/new", cookie);
    var other =
        rig.proof(
            "/portal/webhooks/new", rig.openPortal("{\"tenant\":\"dev\",\"expiresIn\":\"2h\"}"));

    assertEveryDoorRefuses("/portal", cookie, proof, other);
  }

  @Test
  void when_a_proof_is_of_the_other_kind_of_session_then_it_is_refused_T87() {
    var console = rig.signIn(Program.DEV_SECRET);
    var portal = rig.openPortal("{\"tenant\":\"dev\",\"expiresIn\":\"3h\"}");
    var ofConsole = rig.proof("/console/webhooks/new", console);
    var ofPortal = rig.proof("/portal/webhooks/new", portal);
    var before = everything();

    for (var door : changes()) {
      var path = path(door);
      assertRefused("/console" + path, rig.browser(console), form(ofPortal));
      assertRefused("/portal" + path, rig.browser(portal), form(ofConsole));
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void when_signing_out_is_forged_then_the_session_goes_on_T87() {
    var cookie = rig.signIn(rig.operatorKey());
    var good = rig.browser(cookie);
    var proof = rig.proof("/console/tenants", cookie);

    for (var headers : foreign(good)) {
      assertThat(rig.send("POST", "/console/sign-out", headers, form(proof)).statusCode())
          .as("%s", headers)
          .isEqualTo(403);
    }
    for (var form : List.of("", form(""), form("x".repeat(proof.length())))) {
      assertThat(rig.send("POST", "/console/sign-out", good, form).statusCode()).isEqualTo(403);
    }
    assertThat(rig.get("/console/webhooks", cookie).statusCode()).isEqualTo(200);
  }

  private void assertEveryDoorRefuses(
      String base, String cookie, String proof, String othersProof) {
    var good = rig.browser(cookie);
    var doors = changes();
    assertThat(doors).hasSizeGreaterThan(25);
    assertThat(othersProof).isNotEqualTo(proof);
    var before = everything();
    for (var door : doors) {
      var path = base + path(door);
      for (var headers : foreign(good)) {
        assertRefused(path, headers, form(proof));
      }
      for (var type :
          List.of("text/plain", "multipart/form-data; boundary=x", "application/json")) {
        assertRefused(path, changed(good, "Content-Type", type), form(proof));
      }
      var spoiled = proof.substring(1) + (proof.charAt(0) == 'x' ? 'y' : 'x');
      for (var wrong : List.of("", spoiled, proof + "x", othersProof)) {
        assertRefused(path, good, form(wrong));
      }
      assertRefused(path, good, "");
      assertRefused(path, good, "url=" + NOWHERE);
      assertRefused(path + "&proof=" + proof, good, "url=" + NOWHERE);
      for (var method : List.of("PUT", "PATCH", "DELETE")) {
        assertThat(rig.send(method, path, good, form(proof)).statusCode())
            .as("%s %s", method, path)
            .isIn(403, 404, 405);
      }
    }
    assertThat(everything()).isEqualTo(before);
    for (var door : doors) {
      assertThat(rig.send("POST", base + path(door), good, form(proof)).body())
          .as("with all that it asks for: %s", door.pattern())
          .doesNotContain(REFUSAL);
    }
  }

  private void assertRefused(String path, Map<String, String> headers, String form) {
    var answer = rig.send("POST", path, headers, form);
    assertThat(answer.statusCode()).as("%s with %s and %s", path, headers, form).isEqualTo(403);
    assertThat(answer.body()).as(path).contains(REFUSAL);
  }

  /** As pages of others send it. */
  private static List<Map<String, String>> foreign(Map<String, String> good) {
    return List.of(
        changed(good, "Origin", "https://evil.example"),
        changed(good, "Origin", "https://app.example"),
        changed(good, "Origin", "null"),
        changed(good, "Sec-Fetch-Site", "cross-site"),
        changed(good, "Sec-Fetch-Site", "same-site"),
        without(good, "Origin"),
        without(without(good, "Origin"), "Sec-Fetch-Site"));
  }

  /** All doors that change something, as a server has them that can do what the running one can. */
  private List<Door> changes() {
    var facts = new Facts("1", false, List.of(), List::of, operations());
    var rooms =
        Rooms.all(
            new Pages(facts, new Assets()),
            _ -> new Standing(0, 0, 0, 0, 0),
            new Tail(),
            InstantSource.system(),
            _ -> true);
    return rooms.stream()
        .flatMap(room -> room.doors().stream())
        .filter(door -> !door.method().equals("GET"))
        .toList();
  }

  /** All that the running server says it can do: {@code POST /v1/replays} and the like. */
  private Set<String> operations() {
    var paths = JsonMapper.shared().readTree(rig.get("/openapi.json", "").body()).get("paths");
    return paths.properties().stream()
        .flatMap(path ->
            path.getValue().propertyNames().stream()
                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toSet());
  }

  private String path(Door door) {
    var first = door.pattern().split("/", -1)[1];
    return VARIABLE
            .matcher(door.pattern())
            .replaceAll(found -> ids.get(found.group(1).equals("id") ? first : found.group(1)))
        + "?tenant=dev";
  }

  private static String form(String proof) {
    return ConsoleRig.encoded(
        Map.of(
            "proof", proof, "url", NOWHERE, "id", "forged", "type", "forged", "do", "cancel-all"));
  }

  /** All that a change could be seen by. */
  private String everything() {
    try (var operator = rig.operator();
        var dev = rig.api()) {
      var lists = Stream.of("audit", "tenants", "webhooks", "events", "deliveries", "replays");
      return lists
              .map(list -> operator.get("/v1/" + list + "?limit=250").orFail().json().toString())
              .reduce("", String::concat)
          + dev.get("/v1/event-types").orFail().json();
    }
  }

  private static String id(Api api, String path, String body) {
    return api.post(path, "application/json", body.replace("%s", NOWHERE))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  private static Map<String, String> changed(
      Map<String, String> headers, String name, String value) {
    var changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> headers, String name) {
    var changed = new HashMap<>(headers);
    changed.remove(name);
    return changed;
  }
}
