package dev.belfry.engine.webhook;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.filter.Facts;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Pages;
import dev.belfry.engine.store.SealedRows;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All webhooks, in memory and in the store. A change is answered when it is on disk and matching
 * knows it.
 */
public final class Webhooks {

  /** Nobody knows when that will be. */
  private static final Duration UNTIL_ONE_IS_DELETED = Duration.ofMinutes(1);

  private final Committer committer;
  private final Tenants tenants;
  private final IdSource ids;
  private final InstantSource clock;
  private final Matching matching;
  private final Directory directory = new Directory();
  private final Footprint footprint = new Footprint();
  private final List<WebhookHook> hooks = new CopyOnWriteArrayList<>();
  private final WebhookWriter writer;
  private final AtomicLong generation = new AtomicLong();

  /**
   * Reads all webhooks.
   *
   * @param wantings by the dialect's name; those left out are plain
   */
  public Webhooks(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Seal seal,
      IdSource ids,
      InstantSource clock,
      Map<String, Wanting> wantings) {
    this.committer = committer;
    this.tenants = tenants;
    var store = new WebhookStore(seal);
    this.writer = new WebhookWriter(store, footprint, audit, tenants, hooks);
    this.ids = ids;
    this.clock = clock;
    this.matching = new Matching(wantings);
    Pages.inOrder(
        database,
        0L,
        store::read,
        WebhookStore.Stored::id,
        page -> {
          remember(
              page.parallelStream()
                  .flatMap(stored ->
                      tenants
                          .named(stored.tenant())
                          .map(tenant -> store.open(stored, tenant))
                          .stream())
                  .toList());
          page.forEach(stored ->
              tenants
                  .named(stored.tenant())
                  .ifPresent(tenant ->
                      footprint.put(
                          tenant, new WebhookId(stored.id()), Footprint.weight(stored.sealed()))));
        });
  }

  /** Where their secrets are, for a change of the master key. */
  public static SealedRows sealedRows() {
    return WebhookStore::sealAgain;
  }

  /** Whether what is stored of each can be read. */
  public static Check check(Seal seal) {
    return WebhookStore.check(seal);
  }

  private void remember(List<Webhook> some) {
    some.forEach(directory::put);
    matching.addAll(some);
  }

  /** Has {@code hook} go along with every change from now on. */
  public void addHook(WebhookHook hook) {
    hooks.add(hook);
  }

  /** Makes a webhook. */
  public Webhook register(TenantId tenant, Registration registration, Actor by) {
    return register(tenant, registration, () -> {}, by);
  }

  /**
   * Makes a webhook, if it may be: no other webhook changes between the check and the making.
   *
   * @param check what it throws is passed on, and nothing is made; must not wait
   * @throws OverLimit if the tenant has as many webhooks as it may have, or they take as much
   *     memory as they may
   */
  public Webhook register(TenantId tenant, Registration registration, Runnable check, Actor by) {
    return committer.change(
            tx -> {
              checkLimit(tenant);
              check.run();
              var now = now();
              var webhook =
                  new Webhook(new WebhookId(ids.next()), tenant, registration, now, now, 1);
              return new Made(webhook, writer.make(tx, webhook, by));
            },
            made -> apply(null, made.webhook, made.weight))
        .webhook;
  }

  private void checkLimit(TenantId tenant) {
    var limit = tenants.find(tenant).map(Tenant::limits).map(Limits::webhooks).orElse(null);
    if (limit != null && directory.of(tenant).size() >= limit) {
      throw new OverLimit("more than " + limit + " webhooks", UNTIL_ONE_IS_DELETED, null);
    }
  }

  public Optional<Webhook> find(TenantId tenant, WebhookId id) {
    return find(id).filter(webhook -> webhook.tenant().equals(tenant));
  }

  /** Whichever tenant's it is; for the engine's own use. */
  public Optional<Webhook> find(WebhookId id) {
    return directory.find(id);
  }

  /** By the id in its vendor's form. */
  public Optional<Webhook> findByVendorId(TenantId tenant, String dialect, String vendorId) {
    return directory.find(tenant, dialect, vendorId);
  }

  /**
   * Newest first.
   *
   * @param tenant null for all tenants
   * @param before only those older than this one
   */
  public List<Webhook> list(
      @Nullable TenantId tenant, Predicate<Webhook> which, @Nullable WebhookId before, int limit) {
    var all = directory.of(tenant);
    var older = before == null ? all : all.headMap(before, false);
    return older.descendingMap().values().stream().filter(which).limit(limit).toList();
  }

  /**
   * Changes a webhook.
   *
   * @param expectedVersion if given, the change is made only to this version
   * @param how what it shall be; {@link InvalidWebhook} thrown here changes nothing and is passed
   *     on
   * @throws NoSuchWebhook if the tenant has none of this id
   * @throws WebhookChanged if it is in another version
   */
  public Webhook change(
      TenantId tenant,
      WebhookId id,
      OptionalLong expectedVersion,
      UnaryOperator<Registration> how,
      Actor by) {
    return change(tenant, id, expectedVersion, how, by, "webhook.changed");
  }

  /** The same, told in the audit log by another word, such as {@code webhook.paused}. */
  public Webhook change(
      TenantId tenant,
      WebhookId id,
      OptionalLong expectedVersion,
      UnaryOperator<Registration> how,
      Actor by,
      String action) {
    return committer
        .change(
            tx -> {
              var before = get(tenant, id, expectedVersion);
              var to = how.apply(before.registration());
              return writer.changeWithRoom(tx, before, before.changed(to, now()), by, action);
            },
            this::apply)
        .after();
  }

  /**
   * Disables a webhook on Belfry's own account, without waiting. Nothing happens if it is gone or
   * disabled already.
   */
  public void disableLater(WebhookId id, String reason) {
    disableLater(id, before -> before.in(WebhookState.DISABLED, reason));
  }

  /**
   * The same with more to say.
   *
   * @param how the disabled webhook, from the one there is; must not throw
   */
  public void disableLater(WebhookId id, UnaryOperator<Registration> how) {
    committer.changeLater(
        tx -> {
          var before = find(id).orElse(null);
          if (before == null || !before.state().matches()) {
            return null;
          }
          var after = how.apply(before.registration());
          var changed = changeWithin(tx, before, after, Actor.BELFRY, "webhook.disabled");
          hooks.forEach(hook -> hook.disabling(tx, changed.after));
          return changed;
        },
        this::apply);
  }

  /** False if the tenant has none of this id. */
  public boolean delete(TenantId tenant, WebhookId id, OptionalLong expectedVersion, Actor by) {
    if (find(tenant, id).isEmpty()) {
      return false;
    }
    committer.change(
        tx -> {
          var before = get(tenant, id, expectedVersion);
          writer.delete(tx, before, by, now());
          return before;
        },
        before -> apply(before, null, 0));
    return true;
  }

  /** Deletes a webhook on Belfry's own account, without waiting. Nothing happens if it is gone. */
  public void deleteLater(WebhookId id) {
    committer.changeLater(
        tx -> {
          var before = find(id).orElse(null);
          if (before != null) {
            writer.delete(tx, before, Actor.BELFRY, now());
          }
          return before;
        },
        before -> {
          if (before != null) {
            apply(before, null, 0);
          }
        });
  }

  /** Grows with every change; what was matched at an older number must be matched again. */
  public long generation() {
    return generation.get();
  }

  /** What filters can see of an event; {@link #matching} remembers in it what they said. */
  public Facts facts(TenantId tenant, NewEvent event) {
    return Facts.of(tenant, event, now());
  }

  /** Who is owed an event, in the order of their ids. */
  public List<Webhook> matching(TenantId tenant, NewEvent event) {
    return matching.of(tenant, event, facts(tenant, event));
  }

  /** Who would be owed an accepted event today. */
  public List<Webhook> matching(Event event) {
    return matching.of(event);
  }

  /** The same; filters that have judged the event before are not asked again. */
  public List<Webhook> matching(TenantId tenant, NewEvent event, Facts facts) {
    return matching.of(tenant, event, facts);
  }

  /**
   * The same within a transaction under way.
   *
   * @param changed the tenant's webhooks that were changed in it
   */
  public List<Webhook> matching(
      TenantId tenant, NewEvent event, Facts facts, Map<WebhookId, Webhook> changed) {
    return matching.of(tenant, event, facts, changed);
  }

  /** Whether an accepted event would be owed to this webhook today, if it had come just now. */
  public boolean wouldMatch(Webhook webhook, Event event) {
    return matching.wouldMatch(webhook, event);
  }

  /** What today's webhook makes of an event, point by point. */
  public List<Point> points(Webhook webhook, Event event) {
    return matching.points(webhook, event);
  }

  /**
   * Changes a webhook inside a transaction of the committer's that is under way; whoever does so
   * has {@link #applied} follow when it is on disk.
   */
  public Changed changeWithin(Tx tx, Webhook before, Registration to, Actor by, String action) {
    return writer.change(tx, before, before.changed(to, now()), by, action);
  }

  /** On the committer's thread: what was changed within a transaction is on disk. */
  public void applied(Changed changed) {
    apply(changed.before, changed.after, changed.weight);
  }

  private Webhook get(TenantId tenant, WebhookId id, OptionalLong expectedVersion) {
    var webhook =
        find(tenant, id).orElseThrow(() -> new NoSuchWebhook("there is no webhook " + id));
    if (expectedVersion.isPresent() && expectedVersion.getAsLong() != webhook.version()) {
      throw new WebhookChanged("webhook " + id + " was changed meanwhile");
    }
    return webhook;
  }

  private void apply(@Nullable Changed changed) {
    if (changed != null) {
      applied(changed);
    }
  }

  /** On the committer's thread: the only one that changes what is in memory. */
  private void apply(@Nullable Webhook before, @Nullable Webhook after, long weight) {
    if (before != null) {
      matching.remove(before);
    }
    if (after != null) {
      footprint.put(after.tenant(), after.id(), weight);
      directory.put(after);
      matching.add(after);
    } else if (before != null) {
      footprint.remove(before.tenant(), before.id());
      directory.remove(before);
    }
    generation.incrementAndGet();
    hooks.forEach(hook -> hook.changed(before, after));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** What they take of the memory. */
  Footprint footprint() {
    return footprint;
  }

  private record Made(Webhook webhook, long weight) {}

  /**
   * A webhook as it was and as it is now.
   *
   * @param weight bytes that it takes now
   */
  public record Changed(Webhook before, Webhook after, long weight) {}
}
