package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls our own API: {@code Authorization: Bearer <secret>}, and with {@code Belfry-Tenant} for
 * whom.
 */
final class Credentials {

  private static final String SCHEME = "bearer ";

  private final Engine engine;

  Credentials(Engine engine) {
    this.engine = engine;
  }

  /**
   * @throws Refused if no key is shown, or none that is known
   * @throws Problem 404 if the tenant named is not there for this key; 403 if it is suspended
   */
  Caller read(Request request, Access access) {
    var secret = secret(request);
    var named = request.header("belfry-tenant").orElse(null);
    var key = engine.keys().authenticate(secret);
    if (key.isPresent()) {
      var tenant = key.get().tenant();
      if (named != null && !named.equals(tenant.value())) {
        throw Problem.missing("tenant");
      }
      if (engine.tenants().find(tenant).filter(Tenant::suspended).isPresent()) {
        throw Problem.of(403, "The tenant is suspended.");
      }
      return Caller.of(key.get());
    }
    if (engine.keys().isAdmin(secret)) {
      return Caller.operator(access == Access.ADMIN ? null : find(named));
    }
    throw new Refused(new Refusal.Unknown());
  }

  /** The tenant a caller acts for; the operator must have named one. */
  static TenantId tenant(Caller caller) {
    var tenant = caller.tenant();
    if (tenant == null) {
      throw Problem.of(400, "Name the tenant in the header Belfry-Tenant.");
    }
    return tenant;
  }

  private static String secret(Request request) {
    var given = request.header("authorization").orElse("");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refused(new Refusal.Unknown());
    }
    return given.substring(SCHEME.length()).strip();
  }

  private @Nullable TenantId find(@Nullable String named) {
    if (named == null) {
      return null;
    }
    return Optional.of(named)
        .filter(TenantId::isWellFormed)
        .map(TenantId::new)
        .filter(id -> engine.tenants().find(id).isPresent())
        .orElseThrow(() -> Problem.missing("tenant"));
  }
}
