package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Route.Handler;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets few at a time make what takes much memory while it is made, and one tenant only some of
 * them. The others wait a moment; who waits holds a request's place in the server, so neither how
 * long nor how many is left open.
 */
final class Few {

  /** Lists being made in this process at one time; each takes some MiB. */
  private static final Few LISTS = new Few(8, 4, 64, Duration.ofSeconds(1));

  private static final Duration SOON = Duration.ofSeconds(1);

  private final int share;
  private final int mostOfTenant;
  private final long patience;
  private final Semaphore all;

  /** The operator, acting for no tenant, has a share too. */
  private final Map<Optional<TenantId>, Share> shares = new ConcurrentHashMap<>();

  /**
   * @param most made at one time
   * @param share how many of them for one tenant
   * @param mostOfTenant made or waited for at one time for one tenant; more are refused at once
   * @param patience how long one waits for its turn
   */
  Few(int most, int share, int mostOfTenant, Duration patience) {
    this.share = share;
    this.mostOfTenant = mostOfTenant;
    this.patience = patience.toNanos();
    this.all = new Semaphore(most, true);
  }

  /** The handler of a list. */
  static Handler atOnce(Handler list) {
    return LISTS.limit(list);
  }

  /** The same handler; it throws a {@link Problem} 503 where its turn does not come in time. */
  Handler limit(Handler list) {
    return (request, caller) -> {
      var own = enter(caller);
      try {
        var deadline = System.nanoTime() + patience;
        await(own.turns, deadline);
        try {
          await(all, deadline);
          try {
            return list.handle(request, caller);
          } finally {
            all.release();
          }
        } finally {
          own.turns.release();
        }
      } finally {
        leave(caller);
      }
    };
  }

  private Share enter(Caller caller) {
    return shares.compute(
        Optional.ofNullable(caller.tenant()),
        (_, share) -> {
          var before = share == null ? new Share(new Semaphore(this.share, true), 0) : share;
          if (before.users == mostOfTenant) {
            throw tooMany();
          }
          return new Share(before.turns, before.users + 1);
        });
  }

  private void leave(Caller caller) {
    shares.computeIfPresent(
        Optional.ofNullable(caller.tenant()),
        (_, share) -> share.users == 1 ? null : new Share(share.turns, share.users - 1));
  }

  private static void await(Semaphore turns, long deadline) {
    try {
      var left = Math.max(0, deadline - System.nanoTime());
      if (!turns.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        throw tooMany();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw tooMany();
    }
  }

  private static Problem tooMany() {
    return Problem.later(503, "Too many lists are being made at once; try again.", SOON);
  }

  /**
   * What one tenant may have.
   *
   * @param users lists of it that are made or waited for
   */
  private record Share(Semaphore turns, int users) {}
}
