package dev.belfry.server.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");

  private final Tail tail = new Tail();

  @Test
  void when_a_tenant_watches_then_it_sees_its_own_and_the_operator_sees_all() throws Exception {
    try (var own = tail.watch(ACME).orElseThrow();
        var all = tail.watch(null).orElseThrow()) {
      tail.tell(seen(ACME, 1));
      tail.tell(seen(OTHER, 2));

      assertThat(own.next(0).seen()).containsExactly(seen(ACME, 1));
      assertThat(all.next(0).seen()).containsExactly(seen(ACME, 1), seen(OTHER, 2));
    }
  }

  @Test
  void when_a_watcher_is_slow_then_it_keeps_the_latest_and_is_told_how_many_it_missed()
      throws Exception {
    try (var watcher = tail.watch(null).orElseThrow()) {
      for (int i = 1; i <= 600; i++) {
        tail.tell(seen(ACME, i));
      }

      var batch = watcher.next(0);

      assertThat(batch.missed()).isEqualTo(100);
      assertThat(batch.seen()).hasSize(500).startsWith(seen(ACME, 101)).endsWith(seen(ACME, 600));
      assertThat(watcher.next(0)).isEqualTo(new Tail.Batch(List.of(), 0));
    }
  }

  @Test
  void when_too_many_watch_then_the_next_is_turned_away_until_one_leaves() {
    var watchers = new ArrayList<Tail.Watcher>();
    for (int i = 0; i < Tail.MOST_WATCHERS; i++) {
      watchers.add(tail.watch(null).orElseThrow());
    }

    assertThat(tail.watch(null)).isEmpty();
    watchers.getFirst().close();

    assertThat(tail.watch(null)).isPresent();
    watchers.forEach(Tail.Watcher::close);
  }

  @Test
  void when_nobody_watches_then_it_says_so() {
    assertThat(tail.isWatched()).isFalse();
    tail.watch(ACME).orElseThrow().close();
    assertThat(tail.isWatched()).isFalse();
  }

  private static Seen seen(TenantId tenant, int attempt) {
    return new Seen(
        Instant.EPOCH,
        tenant,
        "wh_1",
        "w",
        "evt_1",
        "x",
        "dlv_1",
        attempt,
        "delivered",
        200,
        1,
        "delivered");
  }
}
