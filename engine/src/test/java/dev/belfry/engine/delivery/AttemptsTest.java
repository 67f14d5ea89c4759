package dev.belfry.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.EngineRig;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private final SettableClock clock = new SettableClock(EngineRig.NOON);
  private final AtomicReference<@Nullable Instant> standing = new AtomicReference<>();
  private final AtomicReference<@Nullable Instant> judgedBy = new AtomicReference<>();

  @Test
  void when_another_attempt_succeeds_meanwhile_then_a_long_one_is_not_judged_by_what_was_before() {
    standing.set(EngineRig.NOON.minus(Duration.ofDays(6)));
    var attempts =
        new Attempts(
            Map.of("belfry", new Protocol("belfry", new Request(), new Noting())),
            new Slow(),
            clock,
            Waits.REAL);

    attempts.make(webhook(), new DeliveryId(1), event(), Origin.EVENT, 0, 0, standing::get);

    assertThat(judgedBy.get()).isEqualTo(EngineRig.NOON.plusSeconds(20));
  }

  private Webhook webhook() {
    return new Webhook(
        new WebhookId(1),
        EngineRig.ACME,
        EngineRig.registration(Wants.EVERYTHING),
        clock.instant(),
        clock.instant(),
        1);
  }

  private Event event() {
    return new Event(
        new EventId(1), EngineRig.ACME, clock.instant(), Attributes.ofType("a"), Data.NONE);
  }

  /** Takes 20 s to fail; in the meantime another attempt of the webhook succeeds. */
  private final class Slow implements Sender {
    @Override
    public Answer send(OutgoingRequest request) {
      clock.advance(Duration.ofSeconds(20));
      standing.set(null);
      return EngineRig.answer(500);
    }

    @Override
    public void close() {}
  }

  private static final class Request implements Callback {
    @Override
    public Prepared prepare(Occasion occasion) {
      var target = occasion.webhook().target();
      return new Prepared.Ready(
          new OutgoingRequest(
              "acme",
              "POST",
              target.url(),
              List.of(),
              new byte[0],
              target.tls(),
              target.timeout()));
    }
  }

  private final class Noting implements Rules {
    @Override
    public Outcome judge(Webhook webhook, Answer answer, Instant now) {
      return new Outcome.Refused(500, null);
    }

    @Override
    public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
      judgedBy.set(attempt.failingSince());
      return new NextStep.RetryAt(attempt.ended(), null);
    }

    @Override
    public boolean breaker() {
      return false;
    }
  }
}
