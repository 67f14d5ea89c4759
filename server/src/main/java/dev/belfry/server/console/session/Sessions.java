package dev.belfry.server.console.session;

import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.ApiKey;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that are signed in. Kept in memory: who signed in before a restart signs in again. A key that
 * is deleted or has run out ends its sessions with the next request.
 */
public final class Sessions {

  /** Without a request for so long, a session ends. */
  static final Duration IDLE = Duration.ofHours(12);

  /** However busy it is. */
  static final Duration LONGEST = Duration.ofDays(7);

  private static final int MOST = 10_000;

  private final Engine engine;
  private final InstantSource clock;
  private final Map<String, Kept> byShelf = new ConcurrentHashMap<>();

  private record Kept(Who who, Instant since, Instant lastSeen) {
    private boolean isOver(Instant now) {
      return !now.isBefore(lastSeen.plus(IDLE)) || !now.isBefore(since.plus(LONGEST));
    }
  }

  public Sessions(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** Who has this secret, if it is a key in force of a tenant that is not suspended. */
  public Optional<Who> holder(String secret) {
    if (engine.keys().isAdmin(secret)) {
      return Optional.of(new Who.Operator());
    }
    return engine
        .keys()
        .authenticate(secret)
        .filter(key -> isOpen(key.tenant()))
        .map(key -> new Who.KeyHolder(key.tenant(), key.id()));
  }

  /** Begins a session; answers the token that its cookie carries. */
  public String open(Who who) {
    var now = clock.instant();
    makeRoom(now);
    var token = Tokens.fresh();
    byShelf.put(Tokens.shelf(token), new Kept(who, now, now));
    return token;
  }

  /** The session of a token, if it goes on. */
  public Optional<Session> find(String token) {
    var shelf = Tokens.shelf(token);
    var kept = byShelf.get(shelf);
    if (kept == null) {
      return Optional.empty();
    }
    var now = clock.instant();
    var scopes = kept.isOver(now) ? Optional.<Set<Scope>>empty() : scopes(kept.who(), now);
    if (scopes.isEmpty()) {
      byShelf.remove(shelf);
      return Optional.empty();
    }
    byShelf.computeIfPresent(shelf, (_, old) -> new Kept(old.who(), old.since(), now));
    return Optional.of(new Session(kept.who(), Tokens.proof(token), scopes.get()));
  }

  /** The session of a guest, whose cookie is all there is of it. */
  public Optional<Session> ofGuest(String token, Who.Guest guest) {
    return scopes(guest, clock.instant())
        .map(scopes -> new Session(guest, Tokens.proof(token), scopes));
  }

  /** Whether the session that a request belongs to goes on by now. */
  public boolean goesOn(Session session, Request request) {
    return session.who() instanceof Who.Guest
        ? scopes(session.who(), clock.instant()).isPresent()
        : Cookies.find(request, Cookies.CONSOLE).flatMap(this::find).isPresent();
  }

  /** Ends it at once. */
  public void close(String token) {
    byShelf.remove(Tokens.shelf(token));
  }

  /** What may be done now; empty if the session is over. */
  private Optional<Set<Scope>> scopes(Who who, Instant now) {
    return switch (who) {
      case Who.Operator() -> Optional.of(EnumSet.allOf(Scope.class));
      case Who.KeyHolder(var tenant, var id) ->
          engine.keys().list(tenant).stream()
              .filter(key -> key.id().equals(id) && !key.isExpired(now))
              .findFirst()
              .filter(_ -> isOpen(tenant))
              .map(ApiKey::scopes);
      case Who.Guest(var tenant, var readOnly, _, var until) ->
          now.isBefore(until) && isOpen(tenant)
              ? Optional.of(
                  readOnly ? EnumSet.of(Scope.READ) : EnumSet.of(Scope.READ, Scope.MANAGE))
              : Optional.empty();
    };
  }

  private boolean isOpen(TenantId tenant) {
    return engine.tenants().find(tenant).filter(found -> !found.suspended()).isPresent();
  }

  private void makeRoom(Instant now) {
    if (byShelf.size() < MOST) {
      return;
    }
    byShelf.values().removeIf(kept -> kept.isOver(now));
    if (byShelf.size() >= MOST) {
      byShelf.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().lastSeen()))
          .ifPresent(oldest -> byShelf.remove(oldest.getKey()));
    }
  }
}
