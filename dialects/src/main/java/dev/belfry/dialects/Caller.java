package dev.belfry.dialects;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.ApiKey;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param tenant for whom; null for the operator when no tenant was named, and on open routes
 * @param actor whom the audit log names
 * @param scopes of the key; empty for the operator, who needs none
 * @param admin whether this is the operator
 */
public record Caller(@Nullable TenantId tenant, Actor actor, Set<Scope> scopes, boolean admin) {

  private static final Caller ANYBODY = new Caller(null, new Actor("anybody"), Set.of(), false);

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whoever calls an open route. */
  public static Caller anybody() {
    return ANYBODY;
  }

  /** A program that shows a tenant's key. */
  public static Caller of(ApiKey key) {
    return new Caller(key.tenant(), new Actor(key.id()), key.scopes(), false);
  }

  /** The operator, acting for a tenant if one is given. */
  public static Caller operator(@Nullable TenantId tenant) {
    return new Caller(tenant, Actor.ADMIN, Set.of(), true);
  }

  public boolean may(Access access) {
    return switch (access) {
      case OPEN -> true;
      case ADMIN -> admin;
      case READ -> admin || scopes.contains(Scope.READ) || scopes.contains(Scope.MANAGE);
      case SEND -> admin || scopes.contains(Scope.SEND);
      case MANAGE -> admin || scopes.contains(Scope.MANAGE);
    };
  }
}
