package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.dialects.rig.Answered;
import dev.belfry.dialects.rig.Ground;
import dev.belfry.dialects.rig.Rig;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Our own API alone. */
final class ApiRig extends Rig<ApiRig.Answer> {

  static final String ADMIN = Ground.ADMIN;

  final List<Route> routes;

  /** What a check of the store finds. */
  final List<String> problems;

  /** The files that were backed up to. */
  final List<String> backups;

  ApiRig(Path folder) {
    this(folder, InstantSource.system());
  }

  ApiRig(Path folder, InstantSource clock) {
    var upkeep = new NotedUpkeep(new ArrayList<>(), new ArrayList<>());
    problems = upkeep.problems();
    backups = upkeep.backups();
    var ground = Ground.open(folder, Ground.OPEN, clock, BelfryProtocol.of("test"));
    var dialect =
        new BelfryDialect(
            ground.engine(),
            Ground.OPEN,
            upkeep,
            clock,
            1024 * 1024,
            (tenant, readOnly, theme, until) ->
                "/portal/open/" + tenant + "-" + readOnly + "-" + theme + "-" + until);
    routes = dialect.routes();
    super(ground, Answer::new, dialect);
  }

  /** A new tenant. */
  TenantId givenTenant() {
    return givenTenant("t");
  }

  /** A new key's secret. */
  String givenKey(TenantId tenant, Scope... scopes) {
    return newKey(tenant, scopes).secret();
  }

  /** A new tenant's key that may do everything. */
  String givenKey() {
    return givenKey(givenTenant());
  }

  /** The id of a new webhook. */
  String givenWebhook(String key, String json) {
    return post("/v1/webhooks", key, json).body().get("id").asString();
  }

  Answer get(String target, @Nullable String key, String... headers) {
    return call("GET", target, key, null, headers);
  }

  Answer delete(String target, String key, String... headers) {
    return call("DELETE", target, key, null, headers);
  }

  Answer post(String target, @Nullable String key, @Nullable String json, String... headers) {
    return call("POST", target, key, json, headers);
  }

  Answer patch(String target, String key, String json, String... headers) {
    return call("PATCH", target, key, json, headers);
  }

  /**
   * Makes a request as it would come from outside.
   *
   * @param target path and query
   * @param headers name, value, name, value…; besides the key and {@code application/json}
   */
  Answer call(
      String method,
      String target,
      @Nullable String key,
      @Nullable String body,
      String... headers) {
    var all = new TreeMap<String, String>();
    if (key != null) {
      all.put("authorization", "Bearer " + key);
    }
    if (body != null) {
      all.put("content-type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    return ask(method, target, body, all);
  }

  /** What came back. */
  record Answer(Response response) implements Answered {

    /** The pointers of a 422, sorted. */
    List<String> pointers() {
      return body()
          .get("errors")
          .valueStream()
          .map(error -> error.get("pointer").asString())
          .sorted()
          .toList();
    }
  }

  private record NotedUpkeep(List<String> problems, List<String> backups) implements Upkeep {
    @Override
    public void backup(Path file, boolean withKey) {
      if (backups.contains(file.toString())) {
        throw new UpkeepRefused("There is a file already.");
      }
      backups.add(file.toString());
    }

    @Override
    public List<String> verify() {
      return problems;
    }
  }
}
