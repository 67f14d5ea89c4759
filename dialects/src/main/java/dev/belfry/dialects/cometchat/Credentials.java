package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.Tenant;
import java.util.Map;

/** Who calls: the headers {@code key} and {@code secret}, for the app in the path. */
final class Credentials {

  private final Engine engine;

  Credentials(Engine engine) {
    this.engine = engine;
  }

  /**
   * In the vendor's order: the credentials, then the app (section 5.2).
   *
   * @throws Refused if the pair is not known
   * @throws Problem if a header is missing, or the app is not the key's
   */
  Caller read(Request request) {
    var id = header(request, "key");
    var secret = header(request, "secret");
    var key =
        engine
            .keys()
            .authenticate(secret)
            .filter(found -> found.id().equals(id))
            .orElseThrow(() -> new Refused(new Refusal.Unknown()));
    var app = request.variable("appId");
    if (!app.equals(key.tenant().value())) {
      throw Problem.noApp(app);
    }
    if (engine.tenants().find(key.tenant()).filter(Tenant::suspended).isPresent()) {
      throw new Problem(
          400, "ERR_APP_ARCHIVED", "The app with id " + app + " is archived.", Map.of());
    }
    return Caller.of(key);
  }

  private static String header(Request request, String name) {
    return request
        .header(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            new Problem(
                401,
                "AUTH_ERR_EMPTY_AUTH_HEADER",
                "The header " + name + " is missing.",
                Map.of()));
  }
}
