package dev.belfry.dialects.apify;

import dev.belfry.dialects.Caller;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Verdict;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Makes webhooks: checks in the order of §4.1, and one webhook per idempotency key (§5.1). */
final class Creation {

  /** Of the oldest ad-hoc webhooks, to find one that has fired. */
  private static final int MOST_LOOKED_AT = 1000;

  private final Memory memory;
  private final Catalogue catalogue;
  private final EgressPolicy policy;
  private final int mostAdHoc;
  private final Map<TenantId, ReentrantLock> locks = new ConcurrentHashMap<>();

  Creation(Memory memory, Catalogue catalogue, EgressPolicy policy, int mostAdHoc) {
    this.memory = memory;
    this.catalogue = catalogue;
    this.policy = policy;
    this.mostAdHoc = mostAdHoc;
  }

  /** Which Actors and tasks there are. */
  Catalogue catalogue() {
    return catalogue;
  }

  /**
   * The webhook that the body describes, or the one that its key has made before.
   *
   * @throws Fault if a rule is broken
   */
  Webhook create(TenantId tenant, ObjectNode body, Caller caller) {
    var settings = SettingsReader.create(body);
    check(tenant, settings);
    var enabled = SettingsReader.enabled(body);
    var lock = locks.computeIfAbsent(tenant, _ -> new ReentrantLock());
    lock.lock();
    try {
      var earlier = findByKey(tenant, settings);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      makeRoom(tenant, settings);
      var registration = Registrations.create(settings, enabled == null || enabled);
      return memory.engine().webhooks().register(tenant, registration, caller.actor());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes sure that there may be such a webhook: its URL may be asked, and its condition's target
   * is there (§4.2).
   *
   * @throws Fault if it is not so
   */
  void check(TenantId tenant, Settings settings) {
    checkUrl(settings);
    checkTarget(tenant, settings);
  }

  /**
   * The same for a change; what stays as it is was judged before.
   *
   * @throws Fault if it is not so
   */
  void checkUpdate(TenantId tenant, Settings before, Settings after) {
    if (!after.requestUrl().equals(before.requestUrl())) {
      checkUrl(after);
    }
    checkTarget(tenant, after);
  }

  private void checkUrl(Settings settings) {
    var url = Registrations.target(settings).url();
    if (policy.judgeUrl(url.toString()) instanceof Verdict.Refused(var reason)) {
      throw Fault.schema("Webhook URL must be a valid URL. It " + reason + ".");
    }
  }

  private void checkTarget(TenantId tenant, Settings settings) {
    var id = settings.conditionId();
    switch (settings.conditionKey()) {
      case "actorId" -> catalogue.check(Catalogue.Kind.ACTOR, id);
      case "actorTaskId" -> catalogue.check(Catalogue.Kind.TASK, id);
      default -> {
        if (!settings.isAdHoc() && memory.runs().find(tenant, id).isEmpty()) {
          throw Fault.notFound("Actor run");
        }
      }
    }
  }

  private Optional<Webhook> findByKey(TenantId tenant, Settings settings) {
    var key = settings.idempotencyKey();
    return key == null
        ? Optional.empty()
        : ofOurs(tenant, other -> key.equals(other.idempotencyKey()), 1).stream().findFirst();
  }

  private List<Webhook> ofOurs(TenantId tenant, Predicate<Settings> which, int limit) {
    return memory
        .engine()
        .webhooks()
        .list(
            tenant,
            webhook -> Memory.isOurs(webhook) && which.test(memory.stored(webhook).settings()),
            null,
            limit);
  }

  /** §4.4; ad-hoc webhooks are not counted. */
  private void makeRoom(TenantId tenant, Settings settings) {
    if (settings.isAdHoc()) {
      makeRoomForAdHoc(tenant, 1);
    } else if (ofOurs(tenant, other -> !other.isAdHoc(), Choices.MOST_WEBHOOKS).size()
        >= Choices.MOST_WEBHOOKS) {
      throw tooMany(Choices.MOST_WEBHOOKS);
    }
  }

  /**
   * Lets the oldest ad-hoc webhooks go that have fired, as many as there would be too many.
   *
   * @throws Fault if too few of them have fired; then none goes
   */
  void makeRoomForAdHoc(TenantId tenant, int count) {
    var over = memory.adHocOf(tenant) + count - mostAdHoc;
    if (over <= 0) {
      return;
    }
    var fired =
        ofOurs(tenant, Settings::isAdHoc, Integer.MAX_VALUE).reversed().stream()
            .limit(MOST_LOOKED_AT)
            .filter(this::hasFired)
            .limit(over)
            .toList();
    if (fired.size() < over) {
      throw tooMany(mostAdHoc);
    }
    for (var webhook : fired) {
      memory.engine().webhooks().delete(tenant, webhook.id(), OptionalLong.empty(), Actor.BELFRY);
    }
  }

  private boolean hasFired(Webhook webhook) {
    var counts = memory.engine().deliveries().countsOf(webhook.id());
    return counts.owed() > 0 && counts.pending() == 0;
  }

  private static Fault tooMany(int most) {
    return new Fault(
        403, "too-many-webhooks", "You have reached the limit of %d webhooks.".formatted(most));
  }
}
