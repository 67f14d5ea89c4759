package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.replay.ReplayQuery;
import dev.belfry.engine.replay.Selection;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureTest extends RigTest {

  private static final TenantId OTHER = new TenantId("other");

  @BeforeEach
  void givenTwoTenants() {
    rig.engine.tenants().create(OTHER, "", Limits.NONE, Actor.ADMIN);
    rig.engine.webhooks().register(OTHER, EngineRig.registration(Wants.EVERYTHING), Actor.ADMIN);
    rig.givenWebhook("*");
  }

  @Test
  void when_a_tenant_is_deleted_then_all_of_it_is_gone_and_others_keep_theirs() {
    rig.receiver = _ -> answer(500);
    var secret = rig.engine.keys().create(ACME, Set.of(Scope.READ), null, Actor.ADMIN).secret();
    for (int i = 0; i < 450; i++) {
      rig.engine.acceptance().accept(ACME, List.of(event("a", "id" + i, "{}")));
    }
    rig.engine.acceptance().accept(OTHER, List.of(event("a", "id", "{}")));
    Eventually.holds("attempted", Duration.ofSeconds(60), () -> rig.engine.deliverer().isQuiet());

    rig.engine.deleteTenant(ACME, Actor.ADMIN);

    assertThat(rig.engine.tenants().find(ACME)).isEmpty();
    assertThat(rig.engine.keys().authenticate(secret)).isEmpty();
    assertThatThrownBy(() -> rig.engine.acceptance().accept(ACME, List.of(event("a", null, "1"))))
        .isInstanceOf(NoSuchTenant.class);
    assertThatThrownBy(() -> rig.engine.deleteTenant(ACME, Actor.ADMIN))
        .isInstanceOf(NoSuchTenant.class);
    rig.close();
    assertThat(rows()).isEqualTo(List.of(1L, 0L, 1L, 1L, 1L, 1L, 0L, 1L));
  }

  @Test
  void when_a_tenant_of_the_same_name_is_made_again_then_it_begins_empty() {
    rig.engine.acceptance().accept(OTHER, List.of(event("a", "id", "{}")));
    rig.engine.deleteTenant(OTHER, Actor.ADMIN);

    rig.engine.tenants().create(OTHER, "", Limits.NONE, Actor.ADMIN);

    var number = rig.engine.tenants().number(OTHER);
    var audit =
        rig.engine.audit().list(number, null, null, null, 100, _ -> java.util.Optional.empty());
    assertThat(audit.entries())
        .extracting(entry -> entry.action())
        .containsExactly("tenant.created");
    assertThat(rig.engine.acceptance().accept(OTHER, List.of(event("a", "id", "{}"))).getFirst())
        .matches(accepted -> !accepted.duplicate() && accepted.deliveries() == 0);
  }

  @Test
  void when_an_attempt_is_under_way_then_it_is_waited_for_and_leaves_nothing() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    rig.receiver =
        _ -> {
          asked.countDown();
          awaitQuietly(goOn);
          return answer(200);
        };
    rig.engine.acceptance().accept(ACME, List.of(event("a", null, "{}")));
    asked.await();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var deletion = threads.submit(() -> rig.engine.deleteTenant(ACME, Actor.ADMIN));
      Eventually.holds(
          "no more is taken",
          Duration.ofSeconds(60),
          () ->
              rig.engine.webhooks().list(ACME, _ -> true, null, 9).stream()
                  .allMatch(webhook -> !webhook.state().toString().equals("active")));
      assertThat(deletion.isDone()).isFalse();
      goOn.countDown();
      deletion.get();
    }
    rig.close();
    assertThat(rows()).isEqualTo(List.of(1L, 0L, 1L, 0L, 0L, 0L, 0L, 1L));
  }

  @Test
  void when_an_attempt_outlives_its_delivery_and_its_webhook_then_it_leaves_nothing_either()
      throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    rig.receiver =
        _ -> {
          asked.countDown();
          awaitQuietly(goOn);
          return answer(200);
        };
    rig.engine.acceptance().accept(ACME, List.of(event("a", null, "{}")));
    asked.await();
    var delivery =
        rig.engine
            .deliveries()
            .list(new DeliveryQuery(ACME, null, null, null, null, null, null, 9))
            .deliveries()
            .getFirst();
    rig.engine.deliveries().cancel(ACME, delivery.id(), Actor.ADMIN);
    rig.engine.webhooks().delete(ACME, delivery.webhook(), OptionalLong.empty(), Actor.ADMIN);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var deletion = threads.submit(() -> rig.engine.deleteTenant(ACME, Actor.ADMIN));
      Eventually.holds(
          "deletion has begun",
          Duration.ofSeconds(60),
          () -> rig.engine.tenants().find(ACME).map(Tenant::suspended).orElse(true));
      goOn.countDown();
      deletion.get();
    }
    rig.close();
    assertThat(rows()).isEqualTo(List.of(1L, 0L, 1L, 0L, 0L, 0L, 0L, 1L));
  }

  @Test
  void when_a_tenant_is_deleted_then_no_file_has_what_it_sent_and_its_replays_have_ended() {
    var canary = "canary-" + "4711".repeat(3);
    rig.receiver = _ -> answer(500);
    for (int i = 0; i < 50; i++) {
      rig.engine
          .acceptance()
          .accept(
              ACME, List.of(event("a", canary + i, "\"" + canary + "x".repeat(i * 100) + "\"")));
      rig.engine.acceptance().accept(OTHER, List.of(event("a", "id" + i, "{}")));
    }
    Eventually.holds("attempted", Duration.ofSeconds(60), () -> rig.engine.deliverer().isQuiet());
    rig.givenWebhook(canary); // the audit log tells its types
    var webhook = rig.engine.webhooks().list(ACME, _ -> true, null, 2).getLast();
    rig.engine
        .replays()
        .create(
            ACME,
            webhook.id(),
            new Selection(EngineRig.NOON, Instant.MAX, List.of(), Set.of(DeliveryState.DEAD), true),
            0.01,
            Actor.ADMIN);
    assertThat(StoreFiles.with(folder, canary)).isNotEmpty();

    rig.engine.deleteTenant(ACME, Actor.ADMIN);

    Eventually.holds(
        "no file has it", Duration.ofSeconds(60), () -> StoreFiles.with(folder, canary).isEmpty());
    assertThat(rig.engine.replays().list(new ReplayQuery(null, null, null, null, 5)).replays())
        .isEmpty();
    rig.close();
    assertThat(rows()).isEqualTo(List.of(1L, 0L, 1L, 50L, 50L, 50L, 0L, 1L));
  }

  /** How many there are in each table; of the sums, those of no webhook. */
  private List<Long> rows() {
    try (var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS)) {
      return List.of(
              "tenant",
              "webhook_count where webhook not in (select id from webhook)",
              "webhook",
              "event",
              "delivery",
              "attempt",
              "api_key",
              "tenant_count")
          .stream()
          .map(table ->
              database.read(tx ->
                  tx.find("select count(*) from " + table, row -> row.number(1)).orElseThrow()))
          .toList();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
