package dev.belfry.engine.tally;

import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tally.TallyStore.Place;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens, minute by minute. What is new is in memory, and written together every few
 * seconds in small steps, so that counting costs the way of events next to nothing; a crash loses
 * those few seconds. (The sums since creation are kept elsewhere, and lose nothing.)
 */
public final class Tally implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final Duration AT_THE_END = Duration.ofSeconds(1);
  private static final int STEP = 100;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final Database database;
  private final Committer committer;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ending = lock.newCondition();

  /** Read while figures are read; written while some go from memory to the store. */
  private final ReentrantReadWriteLock moving = new ReentrantReadWriteLock();

  private Map<Place, Figures> recent = new HashMap<>();
  private final Map<Place, Figures> leaving = new HashMap<>();
  private final Thread writer;
  private boolean closed;

  /** How long the oldest that is due has waited, by the number of its tenant. */
  private Supplier<Map<Long, Duration>> due = Map::of;

  private volatile Map<Long, Duration> lastDue = Map.of();
  private Instant lookedAt = Instant.EPOCH;

  public Tally(
      Database database,
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("belfry-tally").unstarted(this::writeNowAndThen);
  }

  /**
   * Begins to write now and then.
   *
   * @param due tells by the numbers of tenants how long what is due has waited at most
   */
  public void start(Supplier<Map<Long, Duration>> due) {
    this.due = due;
    writer.start();
  }

  /**
   * How long what is due has waited at most, half a minute ago or less.
   *
   * @param tenant null for all together
   */
  public Duration oldestDue(@Nullable TenantId tenant) {
    var last = lastDue;
    return tenant == null
        ? last.values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO)
        : last.getOrDefault(tenants.number(tenant), Duration.ZERO);
  }

  /** Looks at what is due, if the last look was some time ago. */
  private void look() {
    var now = clock.instant();
    if (Duration.between(lookedAt, now).abs().compareTo(BETWEEN_LOOKS) < 0) {
      return;
    }
    lookedAt = now;
    lastDue = Map.copyOf(due.get());
    lastDue.forEach(this::noteDue);
    noteDue(TallyStore.OF_ALL, oldestDue(null));
  }

  private void noteDue(long tenant, Duration waited) {
    if (waited.isPositive()) {
      var figures = new Figures();
      figures.noteDue(waited);
      add(tenant, TallyStore.OF_TENANT, figures, false);
    }
  }

  /** Adds what happened to a tenant just now. */
  public void addOfTenant(long tenantNumber, Figures figures) {
    add(tenantNumber, TallyStore.OF_TENANT, figures, false);
    add(TallyStore.OF_ALL, TallyStore.OF_TENANT, figures, false);
  }

  /** Adds what happened to a webhook just now; its attempts count for the tenant too. */
  public void addOfWebhook(WebhookId id, Figures figures) {
    webhooks
        .find(id)
        .ifPresent(webhook -> {
          try {
            var tenant = tenants.number(webhook.tenant());
            add(tenant, id.value(), figures, false);
            add(tenant, TallyStore.OF_TENANT, figures, true);
            add(TallyStore.OF_ALL, TallyStore.OF_TENANT, figures, true);
          } catch (NoSuchTenant _) {
            // it went away meanwhile, with all that was counted
          }
        });
  }

  private void add(long tenant, long webhook, Figures figures, boolean attemptsOnly) {
    var place = new Place(tenant, webhook, Tier.MINUTE.begin(clock.millis()));
    lock.lock();
    try {
      var there = recent.computeIfAbsent(place, _ -> new Figures());
      if (attemptsOnly) {
        there.add(0, 0, 0, 0, 0, figures.attempts());
        there.addFailed(figures.failed());
        there.latencies().add(figures.latencies());
      } else {
        there.add(figures);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What happened to a tenant and its webhooks. */
  public record Recent(Figures ofTenant, Map<WebhookId, Figures> ofWebhooks) {}

  /** What happened to a tenant in a window up to now, to about a hundredth of the window. */
  public Recent recent(TenantId tenant, Window window) {
    var number = tenants.number(tenant);
    var now = clock.instant();
    var tier = window.tier();
    var first = tier.begin(now.minus(window.length()).toEpochMilli());
    var last = tier.begin(now.toEpochMilli());
    moving.readLock().lock();
    try {
      var sums = database.read(tx -> TallyStore.sum(tx, tier, number, first, last));
      inMemory(number)
          .forEach((place, figures) -> {
            if (place.minute() >= first) {
              sums.computeIfAbsent(place.webhook(), _ -> new Figures()).add(figures);
            }
          });
      var ofTenant = sums.remove(TallyStore.OF_TENANT);
      var ofWebhooks = new HashMap<WebhookId, Figures>();
      sums.forEach((webhook, figures) -> ofWebhooks.put(new WebhookId(webhook), figures));
      return new Recent(ofTenant == null ? new Figures() : ofTenant, ofWebhooks);
    } finally {
      moving.readLock().unlock();
    }
  }

  /**
   * What happened in a window up to now, step by step, also where nothing did.
   *
   * @param tenant null for all together
   * @param webhook one of the tenant's; null for all of them
   */
  public List<Step> steps(@Nullable TenantId tenant, @Nullable WebhookId webhook, Window window) {
    var number = tenant == null ? TallyStore.OF_ALL : tenants.number(tenant);
    var of = webhook == null ? TallyStore.OF_TENANT : webhook.value();
    var now = clock.instant();
    var tier = window.tier();
    var first = tier.begin(now.minus(window.length()).toEpochMilli());
    var last = tier.begin(now.toEpochMilli());
    var steps = new TreeMap<Long, Figures>();
    for (long at = first; at <= last; at += tier.stepMillis()) {
      steps.put(at, new Figures());
    }
    moving.readLock().lock();
    try {
      database.read(tx -> {
        TallyStore.steps(tx, tier, new Place(number, of, first), last, steps);
        return steps;
      });
      inMemory(number)
          .forEach((place, figures) -> {
            var there = steps.get(tier.begin(place.minute()));
            if (there != null && place.tenant() == number && place.webhook() == of) {
              there.add(figures);
            }
          });
    } finally {
      moving.readLock().unlock();
    }
    if (webhook == null) {
      steps.lastEntry().getValue().noteDue(oldestDue(tenant));
    }
    return steps.entrySet().stream()
        .map(step -> new Step(Instant.ofEpochMilli(step.getKey()), step.getValue()))
        .toList();
  }

  /** The webhooks of all tenants with the most failed attempts in a window, the worst first. */
  public List<WebhookId> worst(Window window, int limit) {
    var now = clock.instant();
    var tier = window.tier();
    var first = tier.begin(now.minus(window.length()).toEpochMilli());
    var last = tier.begin(now.toEpochMilli());
    moving.readLock().lock();
    try {
      var failed = database.read(tx -> TallyStore.failed(tx, tier, first, last));
      failedInMemory(first).forEach((webhook, count) -> failed.merge(webhook, count, Long::sum));
      return failed.entrySet().stream()
          .sorted(Map.Entry.<Long, Long>comparingByValue().reversed())
          .limit(limit)
          .map(entry -> new WebhookId(entry.getKey()))
          .toList();
    } finally {
      moving.readLock().unlock();
    }
  }

  /** Numbers only: commits wait while this looks. */
  private Map<Long, Long> failedInMemory(long first) {
    lock.lock();
    try {
      var failed = new HashMap<Long, Long>();
      for (var part : List.of(recent, leaving)) {
        part.forEach((place, figures) -> {
          if (place.minute() >= first
              && place.webhook() != TallyStore.OF_TENANT
              && figures.failed() > 0) {
            failed.merge(place.webhook(), figures.failed(), Long::sum);
          }
        });
      }
      return failed;
    } finally {
      lock.unlock();
    }
  }

  private Map<Place, Figures> inMemory(long tenant) {
    lock.lock();
    try {
      var all = new HashMap<Place, Figures>();
      for (var part : List.of(recent, leaving)) {
        part.forEach((place, figures) -> {
          if (place.tenant() == tenant) {
            all.computeIfAbsent(place, _ -> new Figures()).add(figures);
          }
        });
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void writeNowAndThen() {
    while (!waitForEnd()) {
      try {
        look();
        write();
        removeOld();
      } catch (RuntimeException e) {
        LOG.debug("figures could not be written; they wait", e);
      }
    }
  }

  private boolean waitForEnd() {
    lock.lock();
    try {
      var left = BETWEEN.toNanos();
      while (!closed && left > 0) {
        left = ending.awaitNanos(left);
      }
      return closed;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    var all = take();
    for (int i = 0; i < all.size(); i += STEP) {
      writeStep(all.subList(i, Math.min(all.size(), i + STEP)));
    }
  }

  private List<Map.Entry<Place, Figures>> take() {
    lock.lock();
    try {
      recent.forEach(
          (place, figures) -> leaving.computeIfAbsent(place, _ -> new Figures()).add(figures));
      recent = new HashMap<>();
      return new ArrayList<>(Map.copyOf(leaving).entrySet());
    } finally {
      lock.unlock();
    }
  }

  /** Nobody reads meanwhile: what moves would be seen twice, or not at all. */
  private void writeStep(List<Map.Entry<Place, Figures>> some) {
    moving.writeLock().lock();
    try {
      committer.<Boolean>change(
          tx -> {
            TallyStore.add(tx, some);
            return true;
          },
          _ -> forget(some));
    } finally {
      moving.writeLock().unlock();
    }
  }

  private void forget(List<Map.Entry<Place, Figures>> some) {
    lock.lock();
    try {
      some.forEach(entry -> leaving.remove(entry.getKey()));
    } finally {
      lock.unlock();
    }
  }

  /** A step of a tier at a time. */
  private void removeOld() {
    for (var tier : Tier.values()) {
      var before = tier.oldest(clock.instant());
      var oldest = database.read(tx -> TallyStore.oldest(tx, tier, before));
      if (oldest.isPresent()) {
        committer.<Boolean>change(
            tx -> {
              TallyStore.remove(tx, tier, oldest.getAsLong());
              return true;
            },
            _ -> {});
      }
    }
  }

  /** Writes what is in memory. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ending.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(AT_THE_END);
      write();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("figures could not be written at the end", e);
    }
  }
}
