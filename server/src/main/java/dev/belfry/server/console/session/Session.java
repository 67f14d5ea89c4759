package dev.belfry.server.console.session;

import dev.belfry.dialects.Caller;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's session, as one request sees it.
 *
 * @param proof what every form of the session must carry
 * @param scopes what may be done; the operator may do everything
 */
public record Session(Who who, String proof, Set<Scope> scopes) {

  public Session {
    scopes = Set.copyOf(scopes);
  }

  /** The tenant that is all the session sees; null for the operator. */
  public @Nullable TenantId tenant() {
    return switch (who) {
      case Who.Operator() -> null;
      case Who.KeyHolder(var tenant, _) -> tenant;
      case Who.Guest(var tenant, _, _, _) -> tenant;
    };
  }

  public boolean isOperator() {
    return who instanceof Who.Operator;
  }

  public boolean isGuest() {
    return who instanceof Who.Guest;
  }

  public boolean mayManage() {
    return isOperator() || scopes.contains(Scope.MANAGE);
  }

  public boolean maySend() {
    return isOperator() || scopes.contains(Scope.SEND);
  }

  /** How our own API sees the person; the operator acts for {@code named}, if it is not null. */
  public Caller caller(@Nullable TenantId named) {
    return switch (who) {
      case Who.Operator() -> Caller.operator(named);
      case Who.KeyHolder(var tenant, var key) -> new Caller(tenant, actor(key), scopes, false);
      case Who.Guest(var tenant, _, _, _) -> new Caller(tenant, actor("portal"), scopes, false);
    };
  }

  private static Actor actor(String name) {
    return new Actor(name);
  }
}
