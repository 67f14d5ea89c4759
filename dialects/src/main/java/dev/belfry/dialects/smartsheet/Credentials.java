package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.Tenant;
import java.time.Instant;
import java.time.InstantSource;

/** Who calls: {@code Authorization: Bearer <token>} (section 2). */
final class Credentials {

  private static final String SCHEME = "bearer ";

  private final Engine engine;
  private final Rate rate;
  private final InstantSource clock;

  Credentials(Engine engine, int perMinute, InstantSource clock) {
    this.engine = engine;
    this.rate = new Rate(perMinute);
    this.clock = clock;
  }

  /**
   * Whose token it is.
   *
   * @throws Problem if it is no token in force, or has been used too often
   */
  Caller read(Request request) {
    var given = request.header("authorization").orElse("");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.tokenRequired();
    }
    var secret = given.substring(SCHEME.length()).strip();
    var key = engine.keys().authenticate(secret).orElse(null);
    if (key == null) {
      throw engine.keys().isExpired(secret) ? Problem.tokenExpired() : Problem.tokenUnknown();
    }
    if (engine.tenants().find(key.tenant()).filter(Tenant::suspended).isPresent()) {
      throw Problem.forbidden();
    }
    if (!rate.allows(key.id(), now())) {
      throw Problem.tooFast();
    }
    return Caller.of(key);
  }

  private Instant now() {
    return clock.instant();
  }
}
