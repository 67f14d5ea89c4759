package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: builds, signs, sends, judges. Neither lanes nor the store are known here. */
final class Attempts {

  private static final byte[] NOTHING = {};

  private final Map<String, Protocol> protocols;
  private final Sender sender;
  private final InstantSource clock;
  private final Waits waits;

  Attempts(Map<String, Protocol> protocols, Sender sender, InstantSource clock, Waits waits) {
    this.protocols = Map.copyOf(protocols);
    this.sender = sender;
    this.clock = clock;
    this.waits = waits;
  }

  /** What an attempt came to and what follows. */
  record Made(Attempt attempt, Outcome outcome, NextStep next, Instant endedAt) {}

  /** How a webhook's events are gathered; null for a request per event. */
  @Nullable Gathering gathering(Webhook webhook) {
    return protocol(webhook).rules().gathering(webhook);
  }

  /** When what is accepted now is due: at once, or when it has been gathered. */
  Instant due(Webhook webhook, Instant acceptedAt) {
    var gathering = gathering(webhook);
    return gathering == null ? acceptedAt : acceptedAt.plus(waits.of(gathering.maxDelay()));
  }

  /** The webhook as it is when Belfry has disabled it. */
  Registration disabled(Webhook webhook, Registration before, String reason, Attempt last) {
    return protocol(webhook).rules().disabled(before, reason, last);
  }

  boolean hasBreaker(Webhook webhook) {
    return protocol(webhook).rules().breaker();
  }

  Rules.@Nullable FailureLimit failureLimit(Webhook webhook) {
    return protocol(webhook).rules().failureLimit();
  }

  @Nullable String vendorId(Webhook webhook, DeliveryId delivery) {
    return protocol(webhook).callback().vendorId(delivery);
  }

  /**
   * Makes one attempt.
   *
   * @param origin why there is the delivery
   * @param attemptsBefore made for this delivery so far
   * @param stepsBefore those since its schedule began
   * @param failingSince as it stands when the request has ended: others may have ended meanwhile
   */
  Made make(
      Webhook webhook,
      DeliveryId delivery,
      Event event,
      Origin origin,
      int attemptsBefore,
      int stepsBefore,
      Supplier<@Nullable Instant> failingSince) {
    return make(webhook, delivery, event, null, origin, attemptsBefore, stepsBefore, failingSince);
  }

  /**
   * The same for several events at once.
   *
   * @param batch null if there is only the one event
   */
  Made make(
      Webhook webhook,
      DeliveryId delivery,
      Event event,
      Callback.@Nullable Batch batch,
      Origin origin,
      int attemptsBefore,
      int stepsBefore,
      Supplier<@Nullable Instant> failingSince) {
    var rules = protocol(webhook).rules();
    var number = attemptsBefore + 1;
    var began = clock.instant();
    var ticks = System.nanoTime();
    var answered =
        request(new Callback.Occasion(webhook, delivery, event, number, began, batch), rules);
    var took = Duration.ofNanos(System.nanoTime() - ticks);
    var ended = clock.instant();
    var outcome = answered.outcome;
    var since = Lane.failingSince(failingSince.get(), outcome, ended);
    var next =
        answered.unproven != null
            ? new NextStep.Disable(answered.unproven)
            : after(rules, new Judged(webhook, event, outcome, stepsBefore + 1, since, ended));
    if (origin == Origin.TEST
        && next instanceof NextStep.RetryAt(_, var hold)
        && stepsBefore + 1 >= rules.attemptsOfTest()) {
      next = new NextStep.GiveUp(answered.error == null ? "status" : answered.error, hold);
    }
    var attempt =
        new Attempt(
            number, began, took, answered.status, answered.error, answered.headers, answered.body);
    return new Made(attempt, outcome, next, ended);
  }

  /** An attempt that a fault of the program ended before it could be made. */
  Made broken(
      Webhook webhook,
      Event event,
      int attemptsBefore,
      int stepsBefore,
      @Nullable Instant failingSince) {
    var now = clock.instant();
    var outcome = new Outcome.Unreachable("template");
    var since = Lane.failingSince(failingSince, outcome, now);
    var next =
        after(
            protocol(webhook).rules(),
            new Judged(webhook, event, outcome, stepsBefore + 1, since, now));
    var attempt =
        new Attempt(
            attemptsBefore + 1, now, Duration.ZERO, null, outcome.error(), List.of(), NOTHING);
    return new Made(attempt, outcome, next, now);
  }

  private NextStep after(Rules rules, Judged attempt) {
    return rules.after(attempt, waits, ThreadLocalRandom.current());
  }

  private Answered request(Callback.Occasion occasion, Rules rules) {
    return switch (protocol(occasion.webhook()).callback().prepare(occasion)) {
      case Callback.Prepared.Unsendable(var error, _) ->
          new Answered(new Outcome.Unreachable(error), null, error, List.of(), NOTHING, null);
      case Callback.Prepared.Ready(var request) -> send(occasion, request, rules);
      case Callback.Prepared.AfterChallenge(var challenge, var fault, var reason, var request) -> {
        var answer = sender.send(challenge);
        yield fault.apply(answer).isEmpty()
            ? send(occasion, request, rules)
            : answered(answer, new Outcome.Unreachable("challenge")).unproven(reason);
      }
    };
  }

  private Answered send(Callback.Occasion occasion, OutgoingRequest request, Rules rules) {
    var answer = sender.send(request);
    return answered(answer, rules.judge(occasion.webhook(), answer, clock.instant()));
  }

  private static Answered answered(Answer answer, Outcome outcome) {
    return switch (answer) {
      case Answer.Failed(var failure, _) -> {
        var error = failure.word();
        yield new Answered(outcome, null, error, List.of(), NOTHING, null);
      }
      case Answer.Answered(var status, var headers, var body, var truncated) -> {
        var error =
            !(outcome instanceof Outcome.Succeeded) ? "status" : truncated ? "truncated" : null;
        yield new Answered(outcome, status, error, headers, body, null);
      }
    };
  }

  private Protocol protocol(Webhook webhook) {
    var protocol = protocols.get(webhook.dialect());
    if (protocol == null) {
      throw new IllegalStateException("no protocol for the dialect " + webhook.dialect());
    }
    return protocol;
  }

  /**
   * What was answered.
   *
   * @param unproven why the webhook is disabled, if its target did not pass a challenge
   */
  private record Answered(
      Outcome outcome,
      @Nullable Integer status,
      @Nullable String error,
      List<Header> headers,
      byte[] body,
      @Nullable String unproven) {

    private Answered unproven(String reason) {
      return new Answered(outcome, status, error, headers, body, reason);
    }
  }
}
