package dev.belfry.server.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.belfry.delivery.BelfryProtocol;
import dev.belfry.engine.Engine;
import dev.belfry.engine.EngineParts;
import dev.belfry.engine.EngineSettings;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Seal;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final String ADMIN = "operator_key_of_at_least_32_characters";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T12:00:00Z"));

  @TempDir private Path folder;
  private SqliteDatabase database;
  private HttpSender sender;
  private Engine engine;
  private Sessions sessions;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS.withUnsafeAllowed(true));
    sender = HttpSender.open(EgressPolicy.of(List.of(), false, List.of()), SenderSettings.usual());
    engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(new byte[32]),
                new Plain(),
                ADMIN,
                sender,
                List.of(BelfryProtocol.of("test")),
                clock,
                DeliveryListener.NONE,
                new Silent()),
            EngineSettings.USUAL);
    engine.tenants().create(ACME, "", Limits.NONE, Actor.ADMIN);
    sessions = new Sessions(engine, clock);
  }

  @AfterEach
  void close() {
    engine.close();
    sender.close();
    database.close();
  }

  @Test
  void when_a_session_is_not_used_for_12_hours_then_it_is_over() {
    var used = sessions.open(new Who.Operator());
    var unused = sessions.open(new Who.Operator());

    clock.advance(Duration.ofHours(11));
    assertThat(sessions.find(used)).isPresent();
    clock.advance(Duration.ofHours(1));

    assertThat(sessions.find(used)).isPresent();
    assertThat(sessions.find(unused)).isEmpty();
  }

  @Test
  void when_a_session_is_7_days_old_then_it_is_over_however_much_it_was_used() {
    var token = sessions.open(new Who.Operator());
    for (int hours = 0; hours < 7 * 24 - 8; hours += 8) {
      clock.advance(Duration.ofHours(8));
      assertThat(sessions.find(token)).isPresent();
    }

    clock.advance(Duration.ofHours(8));

    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void when_a_key_runs_out_then_its_sessions_do_too() {
    var key =
        engine
            .keys()
            .create(ACME, Set.of(Scope.READ), clock.instant().plusSeconds(60), Actor.ADMIN);
    var who = sessions.holder(key.secret()).orElseThrow();
    var token = sessions.open(who);

    assertThat(sessions.find(token).orElseThrow().scopes()).containsExactly(Scope.READ);
    clock.advance(Duration.ofSeconds(60));

    assertThat(sessions.find(token)).isEmpty();
    assertThat(sessions.holder(key.secret())).isEmpty();
  }

  @Test
  void when_a_tenant_is_suspended_then_neither_its_keys_nor_its_guests_see_anything() {
    var key = engine.keys().create(ACME, Set.of(Scope.MANAGE), null, Actor.ADMIN);
    var token = sessions.open(sessions.holder(key.secret()).orElseThrow());
    var guest = new Who.Guest(ACME, false, "", clock.instant().plusSeconds(3600));
    assertThat(sessions.ofGuest("x", guest)).isPresent();

    engine
        .tenants()
        .change(
            ACME,
            OptionalLong.empty(),
            old ->
                new Tenant(
                    old.id(), old.name(), old.limits(), true, old.createdAt(), old.version()),
            Actor.ADMIN);

    assertThat(sessions.find(token)).isEmpty();
    assertThat(sessions.holder(key.secret())).isEmpty();
    assertThat(sessions.ofGuest("x", guest)).isEmpty();
  }

  @Test
  void when_a_guests_link_runs_out_then_it_shows_nothing() {
    var guest = new Who.Guest(ACME, true, "", clock.instant().plusSeconds(60));

    assertThat(sessions.ofGuest("x", guest).orElseThrow().mayManage()).isFalse();
    clock.advance(Duration.ofSeconds(60));

    assertThat(sessions.ofGuest("x", guest)).isEmpty();
  }

  @Test
  void when_a_key_is_not_known_then_nobody_has_it() {
    assertThat(sessions.holder(ADMIN)).contains(new Who.Operator());
    assertThat(sessions.holder(ADMIN + "x")).isEmpty();
    assertThat(sessions.holder("")).isEmpty();
  }

  private static final class Plain implements Seal {
    @Override
    public byte[] close(byte[] plain, String belongsTo) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String belongsTo) {
      return sealed;
    }
  }

  private static final class Silent implements CommitterEvents {
    @Override
    public void synced(Duration took) {}

    @Override
    public void broken(StoreBroken why) {
      throw why;
    }

    @Override
    public void refused(RuntimeException why) {
      throw why;
    }
  }
}
