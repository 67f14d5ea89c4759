package dev.belfry.engine.tenant;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Pages;
import dev.belfry.engine.store.Tx;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All keys. They are held in memory as keyed hashes, so a wrong one costs no read, and nothing that
 * is stored opens anything.
 */
public final class Keys {

  /** How exactly the last use is told. */
  private static final Duration USE_STEP = Duration.ofMinutes(1);

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final KeyedHash hash;
  private final byte[] adminHash;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, ApiKey> byHash = new ConcurrentHashMap<>();

  /**
   * Reads all keys.
   *
   * @param adminSecret the operator's key
   */
  public Keys(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      KeyedHash hash,
      String adminSecret,
      InstantSource clock) {
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.hash = hash;
    this.adminHash = hash.of(adminSecret);
    this.clock = clock;
    Pages.each(
        database,
        "",
        this::readSome,
        Stored::id,
        stored -> stored.key.ifPresent(key -> byHash.put(ByteBuffer.wrap(stored.hash), key)));
  }

  private List<Stored> readSome(Tx tx, String after, int limit) {
    return tx.query(
        """
        select id, tenant, hash, scopes, expires_at, created_at, last_used_at from api_key
         where id > ? order by id limit ?
        """,
        row ->
            new Stored(
                row.text(1),
                row.bytes(3),
                tenants.named(row.number(2)).map(tenant -> read(row, tenant))),
        after,
        limit);
  }

  /** A key as it lies in the store; empty if its tenant is gone. */
  private record Stored(String id, byte[] hash, Optional<ApiKey> key) {}

  /**
   * Makes a key.
   *
   * @param expiresAt null for never
   * @throws NoSuchTenant if there is none
   */
  public NewKey create(TenantId tenant, Set<Scope> scopes, @Nullable Instant expiresAt, Actor by) {
    var key =
        new ApiKey(
            "key_" + randomText(12),
            tenant,
            scopes,
            expiresAt,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            null);
    var secret = newSecret();
    var hashed = hash.of(secret);
    committer.change(
        tx -> {
          var no = tenants.number(tenant);
          tx.update(
              """
              insert into api_key (id, tenant, hash, scopes, expires_at, created_at)
              values (?, ?, ?, ?, ?, ?)
              """,
              key.id(),
              no,
              hashed,
              key.scopes().stream().map(Scope::name).sorted().collect(Collectors.joining(",")),
              expiresAt,
              key.createdAt());
          audit.record(tx, no, by, "key.created", key.id(), between(null, key));
          return key;
        },
        made -> byHash.put(ByteBuffer.wrap(hashed), made));
    return new NewKey(key, secret);
  }

  private @Nullable ApiKey find(TenantId tenant, String id) {
    return list(tenant).stream().filter(key -> key.id().equals(id)).findAny().orElse(null);
  }

  private static Change between(@Nullable ApiKey before, @Nullable ApiKey after) {
    return new Change()
        .of("scopes", scopes(before), scopes(after))
        .of("expiresAt", expiry(before), expiry(after))
        .hidden("secret", before, after);
  }

  private static @Nullable List<String> scopes(@Nullable ApiKey key) {
    return key == null
        ? null
        : key.scopes().stream()
            .map(scope -> scope.name().toLowerCase(Locale.ROOT))
            .sorted()
            .toList();
  }

  private static @Nullable String expiry(@Nullable ApiKey key) {
    return key == null || key.expiresAt() == null ? null : key.expiresAt().toString();
  }

  /** A key whose secret is given and which lives in memory only, such as that of {@code --dev}. */
  public void addFixed(String id, String secret, TenantId tenant) {
    var key = new ApiKey(id, tenant, Set.of(Scope.values()), null, clock.instant(), null);
    byHash.put(ByteBuffer.wrap(hash.of(secret)), key);
  }

  /** Newest first. */
  public List<ApiKey> list(TenantId tenant) {
    return byHash.values().stream()
        .filter(key -> key.tenant().equals(tenant))
        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id).reversed())
        .toList();
  }

  /** False if the tenant has no such key. */
  public boolean delete(TenantId tenant, String id, Actor by) {
    return committer.change(
        tx -> {
          var no = tenants.number(tenant);
          var before = find(tenant, id);
          var found = tx.update("delete from api_key where id = ? and tenant = ?", id, no) > 0;
          if (found) {
            audit.record(tx, no, by, "key.deleted", id, between(before, null));
          }
          return found;
        },
        found -> {
          if (found) {
            byHash.values().removeIf(key -> key.id().equals(id));
          }
        });
  }

  /** The key of this secret, if it is one in force. */
  public Optional<ApiKey> authenticate(String secret) {
    var hashed = ByteBuffer.wrap(hash.of(secret));
    var key = byHash.get(hashed);
    var now = clock.instant();
    if (key == null || key.isExpired(now)) {
      return Optional.empty();
    }
    var last = key.lastUsedAt();
    if (last == null || Duration.between(last, now).compareTo(USE_STEP) >= 0) {
      noteUse(hashed, key, now.truncatedTo(ChronoUnit.MILLIS));
    }
    return Optional.of(key);
  }

  /** Whether this is the secret of a key that was in force once. */
  public boolean isExpired(String secret) {
    var key = byHash.get(ByteBuffer.wrap(hash.of(secret)));
    return key != null && key.isExpired(clock.instant());
  }

  /** Whether this is the operator's key. */
  public boolean isAdmin(String secret) {
    return MessageDigest.isEqual(adminHash, hash.of(secret));
  }

  private void noteUse(ByteBuffer hashed, ApiKey key, Instant now) {
    var used =
        new ApiKey(key.id(), key.tenant(), key.scopes(), key.expiresAt(), key.createdAt(), now);
    if (byHash.replace(hashed, key, used)) {
      committer.changeIfRoom(
          tx -> tx.update("update api_key set last_used_at = ? where id = ?", now, key.id()),
          _ -> {});
    }
  }

  private String newSecret() {
    var text = "bfy_" + randomText(32);
    var check = new CRC32C();
    check.update(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return text + HexFormat.of().toHexDigits(check.getValue(), 8);
  }

  private String randomText(int bytes) {
    var some = new byte[bytes];
    random.nextBytes(some);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
  }

  private static ApiKey read(Tx.Row row, TenantId tenant) {
    return new ApiKey(
        row.text(1),
        tenant,
        java.util.Arrays.stream(row.text(4).split(",", -1))
            .filter(scope -> !scope.isEmpty())
            .map(scope -> Scope.valueOf(scope.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        row.instantOrNull(5),
        row.instant(6),
        row.instantOrNull(7));
  }
}
