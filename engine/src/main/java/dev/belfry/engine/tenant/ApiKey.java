package dev.belfry.engine.tenant;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of a tenant; its secret is not kept, only a keyed hash of it.
 *
 * @param id {@code key_} and random characters
 * @param expiresAt null for never
 * @param lastUsedAt to about a minute; null if never
 */
public record ApiKey(
    String id,
    TenantId tenant,
    Set<Scope> scopes,
    @Nullable Instant expiresAt,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  public boolean allows(Scope scope) {
    return scopes.contains(scope) || (scope == Scope.READ && scopes.contains(Scope.MANAGE));
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
