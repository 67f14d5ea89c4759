package dev.belfry.server.apidoc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.server.apidoc.Described.Operation;
import dev.belfry.server.apidoc.LiveServer.Answer;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** One client that asks for anything, with what it has learned from the answers before. */
final class Fuzzer {

  private static final int MOST_KNOWN = 60;
  private static final int MOST_WEBHOOKS = 12;
  private static final List<String> STRANGE =
      List.of(
          "x",
          "wh_0",
          "%F0%9F%98%80",
          "a%20b",
          "%25",
          "..%2F",
          "evt_00000000000000000000000000",
          "0");

  private static final List<String> FILTERS =
      List.of("data.total > 100", "type.startsWith('a')", "1 / 0 > 1", "true", "data.a.b[0]", "x(");

  private final SplittableRandom random;
  private final LiveServer server;
  private final Described described;
  private final List<Operation> operations;
  private final Samples samples;
  private final Path folder;
  private final String tenant;
  private final List<String> keys;

  /** By prefix. */
  private final Map<String, List<String>> ids = new HashMap<>();

  private final List<String> tenants = new ArrayList<>();
  private int webhooks;
  private int number;

  Fuzzer(long seed, LiveServer server, Described described, String target, Path folder) {
    this.random = new SplittableRandom(seed);
    this.server = server;
    this.described = described;
    this.folder = folder;
    this.operations = described.operations();
    var urls = List.of(target, target, Things.NOWHERE, "https://[::1]:4443/a?b=c");
    var known = ids.computeIfAbsent("wh_", _ -> new ArrayList<>(List.of("wh_0")));
    this.samples =
        new Samples(
            random,
            described,
            Map.of("url", urls, "tokenUrl", urls, "webhook", known, "filter", FILTERS));
    var things = new Things(server, folder);
    this.tenant = "fuzz-" + seed;
    server.json("POST", "/v1/tenants", LiveServer.OPERATOR, "{\"id\":\"" + tenant + "\"}");
    this.keys =
        List.of(
            things.key(tenant),
            things.key(tenant),
            things.key(tenant),
            LiveServer.OPERATOR,
            LiveServer.OPERATOR,
            things.key(tenant, "read"),
            things.key(tenant, "send"),
            "bfy_unknown");
  }

  /** How often which status came. */
  Map<Integer, Integer> run(int requests) {
    var statuses = new TreeMap<Integer, Integer>();
    for (int i = 0; i < requests; i++) {
      var answer = once();
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    return statuses;
  }

  private Answer once() {
    var operation = chosen();
    var target = path(operation) + query(operation);
    var headers = headers(operation);
    var body = body(operation, headers);
    var key =
        operation.isOperators() && random.nextInt(8) > 0 ? LiveServer.OPERATOR : samples.pick(keys);
    var answer = server.call(operation.method(), target, key, body, headers.toArray(String[]::new));
    var shown = body.length > 3000 ? body.length + " bytes" : new String(body, UTF_8);
    described.check(operation, answer, target + " " + headers + " " + shown);
    learn(operation, answer);
    return answer;
  }

  /** Some are dear; and there shall not be so many webhooks that each event is owed to hundreds. */
  private Operation chosen() {
    var operation = samples.pick(operations);
    return switch (operation.id()) {
      case "verifyStore", "getAsset", "getDocument", "backUp", "deleteTenant" ->
          random.nextInt(20) == 0 ? operation : chosen();
      case "createWebhook" ->
          webhooks > MOST_WEBHOOKS ? described.operation("deleteWebhook") : operation;
      default -> operation;
    };
  }

  private String path(Operation operation) {
    var path = operation.pattern();
    if (path.contains("{key}")) {
      path = path.replace("{key}", known("key_"));
    }
    if (path.contains("{asset}")) {
      return path.replace("{asset}", samples.pick(List.of("page.css", "page.js", "x")));
    }
    if (path.contains("{type}")) {
      return path.replace("{type}", samples.pick(List.of("order.created", "a", "belfry.x", "%20")));
    }
    return path.contains("{id}") ? path.replace("{id}", known(prefix(operation))) : path;
  }

  private static String prefix(Operation operation) {
    return switch (operation.pattern().split("/", -1)[2]) {
      case "webhooks" -> "wh_";
      case "events" -> "evt_";
      case "deliveries" -> "dlv_";
      case "replays" -> "rpl_";
      default -> "tenant";
    };
  }

  private String known(String prefix) {
    var known = prefix.equals("tenant") ? tenants : ids.getOrDefault(prefix, List.of());
    return known.isEmpty() || random.nextInt(8) == 0 ? samples.pick(STRANGE) : samples.pick(known);
  }

  private String query(Operation operation) {
    var parts = new ArrayList<String>();
    for (var parameter : described.parameters(operation, "query")) {
      if (random.nextInt(4) == 0 || parameter.path("required").asBoolean(false)) {
        var name = parameter.get("name").asString();
        parts.add(name + "=" + URLEncoder.encode(value(name, parameter), UTF_8));
      }
    }
    if (random.nextInt(25) == 0) {
      parts.add(
          samples.pick(
              List.of("surprise=1", "limit=0", "limit=5&limit=6", "cursor=zzz", "a%20=1", "&&")));
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private String value(String name, JsonNode parameter) {
    if (random.nextInt(10) == 0) {
      return samples.junk().asString("junk");
    }
    return switch (name) {
      case "webhook" -> known("wh_");
      case "event" -> known("evt_");
      case "cursor" -> known("cursor");
      case "confirm" -> tenants.isEmpty() ? "x" : tenants.getLast();
      default -> samples.of(parameter.get("schema")).asString("1");
    };
  }

  private List<String> headers(Operation operation) {
    var headers = new ArrayList<String>();
    if (!operation.isOpen() && !operation.isOperators() && random.nextInt(3) > 0) {
      headers.addAll(List.of("Belfry-Tenant", random.nextInt(20) == 0 ? "nobody" : tenant));
    }
    if (random.nextInt(10) == 0) {
      headers.addAll(
          List.of("If-Match", samples.pick(List.of("*", "\"1\"", "\"2\"", "x", "\"99\", \"1\""))));
    }
    return headers;
  }

  private byte[] body(Operation operation, List<String> headers) {
    var content = operation.node().at("/requestBody/content");
    if (content.isMissingNode() || random.nextInt(50) == 0) {
      return new byte[0];
    }
    var type = samples.pick(List.copyOf(content.propertyNames()));
    if (type.equals("*/*")) {
      return binary(headers);
    }
    headers.addAll(List.of("Content-Type", random.nextInt(30) == 0 ? "text/plain" : type));
    if (operation.id().equals("backUp")) {
      return "{\"file\":\"%s\"}".formatted(folder.resolve(tenant + number++ % 3)).getBytes(UTF_8);
    }
    var good = samples.of(content.get(type).get("schema"));
    var body = (random.nextInt(3) == 0 ? samples.spoiled(good) : good).toString().getBytes(UTF_8);
    return random.nextInt(15) == 0 ? damaged(body) : body;
  }

  /** An event in binary mode. */
  private byte[] binary(List<String> headers) {
    headers.addAll(
        List.of("ce-type", samples.pick(List.of("a.b", "order.created", "belfry.x", "%20"))));
    if (random.nextInt(3) == 0) {
      headers.addAll(List.of("ce-id", "id-" + random.nextInt(50)));
    }
    headers.addAll(
        List.of("Content-Type", samples.pick(List.of("text/plain", "application/json", "junk"))));
    return samples.junk().toString().getBytes(UTF_8);
  }

  private byte[] damaged(byte[] body) {
    if (body.length < 2) {
      return body;
    }
    var copy =
        Arrays.copyOf(body, random.nextBoolean() ? body.length : random.nextInt(1, body.length));
    copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    return copy;
  }

  private void learn(Operation operation, Answer answer) {
    if (answer.status() >= 300 || answer.status() == 204 || operation.isOpen()) {
      webhooks -= operation.id().equals("deleteWebhook") && answer.status() == 204 ? 1 : 0;
      return;
    }
    webhooks += operation.id().equals("createWebhook") ? 1 : 0;
    var json = answer.json();
    if (operation.id().equals("createTenant")) {
      keep(tenants, json.get("id").asString());
    }
    remember(json);
    json.path("data").forEach(this::remember);
    if (json.path("next").isString()) {
      keep(ids.computeIfAbsent("cursor", _ -> new ArrayList<>()), json.get("next").asString());
    }
  }

  private void remember(JsonNode thing) {
    var id = thing.path("id").asString("");
    var line = id.indexOf('_');
    var isOurs = thing.path("tenant").asString(tenant).equals(tenant);
    if (line > 0 && isOurs && !tenants.contains(id)) {
      keep(ids.computeIfAbsent(id.substring(0, line + 1), _ -> new ArrayList<>()), id);
    }
  }

  private void keep(List<String> known, String id) {
    if (known.size() < MOST_KNOWN) {
      known.add(id);
    } else {
      known.set(random.nextInt(known.size()), id);
    }
  }
}
