package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryPage;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Lists of deliveries in a store that is too large to be looked through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryListTest {

  private static final int COUNT = 60_000;
  private static final TenantId OTHER = new TenantId("other");

  private final Map<Long, Row> rows = new HashMap<>();
  private EngineRig rig;
  private Webhook webhook;

  private record Row(
      long id, TenantId tenant, WebhookId webhook, DeliveryState state, Instant createdAt) {}

  /** Few are pending, long ago; few were given up; nearly all arrived. */
  @BeforeAll
  void fill(@TempDir Path folder) {
    rig = new EngineRig(folder);
    rig.engine.tenants().create(OTHER, "Other", Limits.NONE, Actor.ADMIN);
    webhook = rig.givenWebhook("*");
    var second = rig.givenWebhook("*");
    var random = new Random(9);
    for (long i = 1; i <= COUNT; i++) {
      var state =
          switch (random.nextInt(2000)) {
            case 0 -> DeliveryState.DEAD;
            case 1 -> DeliveryState.CANCELLED;
            default -> i < 200 ? DeliveryState.PENDING : DeliveryState.DELIVERED;
          };
      rows.put(
          i,
          new Row(
              id(i),
              random.nextInt(3) == 0 ? OTHER : ACME,
              random.nextBoolean() ? webhook.id() : second.id(),
              state,
              NOON.plusMillis(i)));
    }
    rig.database.write(tx -> {
      tx.update(
          """
          insert into event (id, tenant, accepted_at, type, data_kind, checksum, owed)
          values (1, 1, 0, 'a', 0, 0, 0)
          """);
      tx.updateEach(
          """
          insert into delivery
                 (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at)
          values (?, (select no from tenant where id = ?), 1, ?, 0, ?, 1, 1, ?, ?)
          """,
          rows.values(),
          (values, row) -> {
            values.set(1, row.id());
            values.set(2, row.tenant().value());
            values.set(3, row.webhook().value());
            values.set(4, row.state().code());
            values.set(5, row.state() == DeliveryState.PENDING ? row.createdAt() : null);
            values.set(6, row.createdAt());
          });
      return true;
    });
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @Test
  void when_a_list_is_read_to_its_end_then_it_has_all_that_fit_newest_first_and_once() {
    for (var tenant : new TenantId[] {null, ACME, OTHER}) {
      for (var only : new WebhookId[] {null, webhook.id()}) {
        for (var state : new DeliveryState[] {null, DeliveryState.PENDING, DeliveryState.DEAD}) {
          var query = new DeliveryQuery(tenant, only, null, state, null, null, null, 250);

          assertThat(whole(query)).describedAs("%s", query).isEqualTo(fitting(query));
        }
      }
    }
  }

  @Test
  void when_a_span_of_time_is_asked_for_then_its_ends_are_kept_to_the_millisecond() {
    var query =
        new DeliveryQuery(
            ACME, null, null, null, NOON.plusMillis(500), NOON.plusMillis(1500), null, 100);

    assertThat(whole(query)).isEqualTo(fitting(query)).hasSizeBetween(500, 800);
  }

  @Test
  void when_what_waits_or_was_given_up_is_rare_then_the_first_page_has_it() {
    for (var state : List.of(DeliveryState.PENDING, DeliveryState.DEAD, DeliveryState.CANCELLED)) {
      for (var tenant : new TenantId[] {null, ACME}) {
        var query = new DeliveryQuery(tenant, null, null, state, null, null, null, 250);

        var page = rig.engine.deliveries().list(query);

        assertThat(ids(page)).isEqualTo(fitting(query));
        assertThat(page.next()).isNull();
      }
    }
  }

  @Test
  void when_nothing_fits_then_a_page_looks_so_far_and_no_further() {
    var query =
        new DeliveryQuery(
            null, null, null, DeliveryState.DELIVERED, null, NOON.plusMillis(1), null, 10);

    var page = rig.engine.deliveries().list(query);

    assertThat(page.deliveries()).isEmpty();
    assertThat(page.next()).isEqualTo(new DeliveryId(id(COUNT - 20_000 + 1)));
  }

  /** Ids follow the clock. */
  private static long id(long number) {
    return Id.firstAt(NOON.toEpochMilli() + number);
  }

  private List<Long> whole(DeliveryQuery query) {
    var all = new ArrayList<Long>();
    DeliveryId before = null;
    do {
      var page = rig.engine.deliveries().list(before(query, before));
      all.addAll(ids(page));
      before = page.next();
    } while (before != null);
    return all;
  }

  private static DeliveryQuery before(DeliveryQuery query, @Nullable DeliveryId before) {
    return new DeliveryQuery(
        query.tenant(),
        query.webhook(),
        query.event(),
        query.state(),
        query.since(),
        query.until(),
        before,
        query.limit());
  }

  private static List<Long> ids(DeliveryPage page) {
    return page.deliveries().stream().map(Delivery::id).map(DeliveryId::value).toList();
  }

  private List<Long> fitting(DeliveryQuery query) {
    return rows.values().stream()
        .filter(row -> query.tenant() == null || row.tenant().equals(query.tenant()))
        .filter(row -> query.webhook() == null || row.webhook().equals(query.webhook()))
        .filter(row -> query.state() == null || row.state() == query.state())
        .filter(row -> query.since() == null || !row.createdAt().isBefore(query.since()))
        .filter(row -> query.until() == null || row.createdAt().isBefore(query.until()))
        .map(Row::id)
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
