package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells a target of the event {@code test} and waits for its answer (section 6.6): one attempt,
 * recorded nowhere, whether the hook is stored or not.
 */
final class Ping {

  /** Of one tenant at once; further ones wait for their turn. */
  private static final int MOST_AT_ONCE = 16;

  private static final int LONGEST_WAIT_SECONDS = 30;

  private final Sender sender;
  private final Plugins plugins;
  private final SuperOfficeSettings settings;
  private final InstantSource clock;
  private final Map<TenantId, Semaphore> turns = new ConcurrentHashMap<>();

  Ping(Sender sender, Plugins plugins, SuperOfficeSettings settings, InstantSource clock) {
    this.sender = sender;
    this.plugins = plugins;
    this.settings = settings;
    this.clock = clock;
  }

  /** What came of it. */
  record Result(boolean success, String message) {}

  Result send(Visit visit, Registration hook) {
    if (Registrations.isNowhere(hook)) {
      return new Result(true, "Nothing is sent for hooks of this Type.");
    }
    return switch (prepared(visit, hook)) {
      case Prepared.Unsendable(_, var detail) -> new Result(false, detail);
      case Prepared.Ready(var request) -> inTurn(visit.tenant(), request);
      case Prepared.AfterChallenge(_, _, _, var request) -> inTurn(visit.tenant(), request);
    };
  }

  private Prepared prepared(Visit visit, Registration hook) {
    var now = clock.instant();
    var head = Details.head(hook);
    var plugin = plugins.find(head.type()).orElseThrow();
    var happened =
        new CallbackBody.Happened(
            UUID.randomUUID().toString(),
            now,
            "test",
            0,
            visit.tenant().value(),
            new EventData(null, null, null, visit.associate()));
    var body = CallbackBody.write(happened, hook.name(), head.properties(), settings.properties());
    var webhook = new Webhook(new WebhookId(0), visit.tenant(), hook, now, now, 1);
    return plugin.prepare(
        new CallbackPlugin.Told(webhook, "test", happened.eventId(), body, 0, true));
  }

  private Result inTurn(TenantId tenant, OutgoingRequest request) {
    var turn = turns.computeIfAbsent(tenant, _ -> new Semaphore(MOST_AT_ONCE));
    try {
      if (!turn.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return new Result(false, "Too many targets are being tested at once.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Result(false, "The test was interrupted.");
    }
    try {
      return result(sender.send(withLimit(request)));
    } finally {
      turn.release();
    }
  }

  private static Result result(Answer answer) {
    return new Result(
        answer instanceof Answer.Answered(int status, _, _, _) && Outcome.is2xx(status),
        AnswerText.of(answer));
  }

  private static OutgoingRequest withLimit(OutgoingRequest request) {
    return new OutgoingRequest(
        request.pool(),
        request.method(),
        request.url(),
        request.headers(),
        request.body(),
        request.tls(),
        shorter(request.timeout()));
  }

  private static Duration shorter(Duration timeout) {
    return timeout.compareTo(Choices.PING_TIMEOUT) < 0 ? timeout : Choices.PING_TIMEOUT;
  }

  /** R8, A6. */
  static tools.jackson.databind.node.ObjectNode json(Result result) {
    var json = Json.object().put("Success", result.success()).put("Message", result.message());
    json.putNull("TableRight").putObject("FieldProperties");
    return json;
  }
}
