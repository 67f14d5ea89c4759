package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.replay.Replay;
import dev.belfry.engine.replay.Selection;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year by a clock that is turned: whatever happens, what is owed adds up. */
class YearTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int DAYS = 365;
  private static final int EVENTS_A_DAY = 5;
  private static final int KEPT_DAYS = 29;

  @TempDir Path folder;
  private EngineRig rig;
  private final Random random = new Random(365);
  private final List<EventId> accepted = new ArrayList<>();

  /** Accepted besides those of every day. */
  private int extra;

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_a_year_goes_by_with_all_that_can_happen_then_the_sums_hold_every_day() {
    var fragile = rig.givenWebhook("a");
    var steady = rig.givenWebhook("*");

    for (int day = 1; day <= DAYS; day++) {
      beginDay(day, fragile, steady);
      rig
          .engine
          .acceptance()
          .accept(
              ACME,
              IntStream.range(0, EVENTS_A_DAY).mapToObj(i -> event("a", null, "" + i)).toList())
          .stream()
          .map(Accepted::id)
          .forEach(accepted::add);
      rest();
      rig.clock.advance(Duration.ofHours(23));
      rest();
      if (day % 50 == 0) {
        rig.close();
        rig = new EngineRig(folder, rig.clock);
        rest();
      }
      assertSums(day, fragile, steady);
      rig.clock.advance(Duration.ofHours(1));
    }

    rig.receiver = _ -> answer(200);
    change(fragile, WebhookState.ACTIVE);
    rig.clock.advance(Duration.ofDays(31));
    rest();
    Eventually.holds(
        "all is old and gone",
        SOON,
        () -> {
          rig.clock.advance(Duration.ofHours(2));
          return rows("event") == 0;
        });
    assertThat(rows("delivery")).isZero();
    assertSums(DAYS + 31, fragile, steady);
    assertThat(rig.engine.deliveries().countsOf(ACME).accepted())
        .isEqualTo((long) DAYS * EVENTS_A_DAY + extra);
  }

  /** Twice a month it fails, is disabled and mended; in between it is paused, replayed, erased. */
  private void beginDay(int day, Webhook fragile, Webhook steady) {
    rig.receiver = _ -> answer(random(10) == 0 ? 500 : 200);
    switch (day % 15) {
      case 3 -> rig.receiver = _ -> answer(410);
      case 5 -> {
        change(fragile, WebhookState.ACTIVE);
        change(steady, WebhookState.ACTIVE);
      }
      case 6 -> replay(fragile);
      case 8 -> change(fragile, WebhookState.PAUSED);
      case 10 -> change(fragile, WebhookState.ACTIVE);
      case 12 -> rig.engine.erasePayload(ACME, accepted.getLast(), Actor.ADMIN);
      case 13 -> cancelSome();
      default -> {}
    }
  }

  private synchronized int random(int bound) {
    return random.nextInt(bound);
  }

  private void replay(Webhook webhook) {
    var replay =
        rig.engine
            .replays()
            .create(
                ACME,
                webhook.id(),
                new Selection(
                    rig.clock.instant().minus(Duration.ofDays(7)),
                    Instant.MAX,
                    List.of(),
                    Set.of(DeliveryState.DEAD),
                    true),
                null,
                Actor.ADMIN);
    Eventually.holds(
        "it is done",
        SOON,
        () ->
            rig.engine.replays().find(ACME, replay.id()).orElseThrow().state()
                != Replay.State.RUNNING);
  }

  private void cancelSome() {
    rig.receiver = _ -> answer(503);
    var id = rig.engine.acceptance().accept(ACME, List.of(event("b", "x" + accepted.size(), "1")));
    rest();
    rig.engine.erasePayload(ACME, id.getFirst().id(), Actor.ADMIN);
    extra++;
  }

  /** Deliveries may go on while they are counted, so it is looked at until it fits. */
  private void assertSums(int day, Webhook... webhooks) {
    Eventually.holds("the sums fit on day " + day, SOON, () -> sumsFit(day, webhooks));
  }

  /** Each sum against the rows, and owed = pending + delivered + dead + cancelled of the rows. */
  private boolean sumsFit(int day, Webhook... webhooks) {
    var sums = new long[4];
    var owed = 0L;
    for (var webhook : webhooks) {
      var counts = rig.engine.deliveries().countsOf(webhook.id());
      var told =
          new long[] {counts.pending(), counts.delivered(), counts.dead(), counts.cancelled()};
      if (!fits(day, counts.owed(), told, "and webhook = " + webhook.id().value())) {
        return false;
      }
      owed += counts.owed();
      Arrays.setAll(sums, i -> sums[i] + told[i]);
    }
    var tenant = rig.engine.deliveries().countsOf(ACME);
    var told = new long[] {tenant.pending(), tenant.delivered(), tenant.dead(), tenant.cancelled()};
    return tenant.owed() == owed && Arrays.equals(told, sums) && fits(day, owed, told, "");
  }

  /**
   * What is pending is always all there; of what is settled, retention takes rows only after {@link
   * #KEPT_DAYS}.
   */
  private boolean fits(int day, long owed, long[] told, String which) {
    var kept =
        Arrays.stream(DeliveryState.values())
            .mapToLong(state ->
                rows("delivery where origin = 0 and state = " + state.code() + " " + which))
            .toArray();
    var settled = told[1] + told[2] + told[3];
    return kept[0] == told[0]
        && owed == kept[0] + settled
        && IntStream.range(1, 4).allMatch(i -> kept[i] <= told[i])
        && (day > KEPT_DAYS || Arrays.equals(kept, told));
  }

  private void rest() {
    Eventually.holds("it is quiet", SOON, () -> rig.engine.deliverer().isQuiet());
  }

  private long rows(String table) {
    return rig.database.read(
        tx -> tx.find("select count(*) from " + table, row -> row.number(1)).orElseThrow());
  }

  private void change(Webhook webhook, WebhookState to) {
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            registration -> registration.in(to, null),
            Actor.ADMIN);
  }
}
