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
import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.event.EventId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of deliveries in a store that is too large to be looked through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryListTest {

  private static final int COUNT = 60_000;
  private static final TenantId OTHER = new TenantId("other");
  private static final List<Kind> EVENTS =
      List.of(
          new Kind("order.created", "order/1"),
          new Kind("order.paid", "order/1"),
          new Kind("order.paid", "order/2"),
          new Kind("order", null),
          new Kind("order_made", null),
          new Kind("user.made", "order/1"),
          new Kind("\u00fcber.order", "\u00fc"),
          new Kind("rare.one", "rare/1"));
  private static final int RARE = EVENTS.size() - 1;

  private final Map<Long, Row> rows = new HashMap<>();
  private EngineRig rig;
  private Webhook webhook;

  private record Kind(String type, @Nullable String subject) {}

  private record Row(
      long id,
      TenantId tenant,
      WebhookId webhook,
      int event,
      DeliveryState state,
      Instant createdAt) {}

  /** Few are pending, long ago; few were given up; nearly all arrived. One event is rare. */
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
              random.nextInt(3000) == 0 ? RARE : random.nextInt(RARE),
              state,
              NOON.plusMillis(i)));
    }
    rig.database.write(tx -> {
      tx.updateEach(
          """
          insert into event (id, tenant, accepted_at, type, subject, data_kind, checksum, owed)
          values (?, 1, 0, ?, ?, 0, 0, 0)
          """,
          EVENTS,
          (values, kind) -> {
            values.set(1, eventId(EVENTS.indexOf(kind)).value());
            values.set(2, kind.type());
            values.set(3, kind.subject());
          });
      tx.updateEach(
          """
          insert into delivery
                 (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at)
          values (?, (select no from tenant where id = ?), ?, ?, 0, ?, 1, 1, ?, ?)
          """,
          rows.values(),
          (values, row) -> {
            values.set(1, row.id());
            values.set(2, row.tenant().value());
            values.set(3, eventId(row.event()).value());
            values.set(4, row.webhook().value());
            values.set(5, row.state().code());
            values.set(6, row.state() == DeliveryState.PENDING ? row.createdAt() : null);
            values.set(7, row.createdAt());
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

  @ParameterizedTest
  @CsvSource({
    "order.paid,",
    "order.paid, order/1",
    ", order/1",
    "order.*, order/1",
    "order.*,",
    "order*,",
    "order_*,",
    "\u00fcber.*,",
    "*,",
    "*, order/2",
    "rare.one,",
    ", rare/1",
    "rare.*, rare/1"
  })
  void when_events_are_told_by_type_or_subject_then_the_list_has_all_of_such_and_once(
      @Nullable String type, @Nullable String subject) {
    var filter = new EventFilter(type, subject);
    for (var tenant : new TenantId[] {null, ACME}) {
      for (var only : new WebhookId[] {null, webhook.id()}) {
        var all = new DeliveryQuery(tenant, only, null, filter, null, null, null, null, 250);
        assertThat(whole(all)).describedAs("%s", all).isEqualTo(fitting(all)).isNotEmpty();
        for (var state : List.of(DeliveryState.PENDING, DeliveryState.DEAD)) {
          var some = new DeliveryQuery(tenant, only, null, filter, state, null, null, null, 3);
          assertThat(whole(some)).describedAs("%s", some).isEqualTo(fitting(some));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"order.lost,", "Order.paid,", "orders.*,", ", order", "order.paid, rare/1"})
  void when_no_event_is_like_that_then_each_page_looks_so_far_and_no_further(
      @Nullable String type, @Nullable String subject) {
    var filter = new EventFilter(type, subject);
    var query = new DeliveryQuery(null, null, null, filter, null, null, null, null, 250);

    var first = rig.engine.deliveries().list(query);

    assertThat(first.deliveries()).isEmpty();
    assertThat(first.next()).isEqualTo(new DeliveryId(id(COUNT - 20_000 + 1)));
    assertThat(whole(query)).isEmpty();
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

  private static EventId eventId(int number) {
    return new EventId(1 + number);
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
        query.filter(),
        query.state(),
        query.since(),
        query.until(),
        before,
        query.limit());
  }

  private static List<Long> ids(DeliveryPage page) {
    return page.deliveries().stream().map(Delivery::id).map(DeliveryId::value).toList();
  }

  private static boolean fits(EventFilter filter, Kind kind) {
    var type = filter.type();
    var isType =
        type == null
            || kind.type().equals(type)
            || (type.endsWith("*") && kind.type().startsWith(type.substring(0, type.length() - 1)));
    return isType && (filter.subject() == null || filter.subject().equals(kind.subject()));
  }

  private List<Long> fitting(DeliveryQuery query) {
    return rows.values().stream()
        .filter(row -> query.tenant() == null || row.tenant().equals(query.tenant()))
        .filter(row -> query.webhook() == null || row.webhook().equals(query.webhook()))
        .filter(row -> fits(query.filter(), EVENTS.get(row.event())))
        .filter(row -> query.state() == null || row.state() == query.state())
        .filter(row -> query.since() == null || !row.createdAt().isBefore(query.since()))
        .filter(row -> query.until() == null || row.createdAt().isBefore(query.until()))
        .map(Row::id)
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
