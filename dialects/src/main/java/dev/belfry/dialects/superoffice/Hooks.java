package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookChanged;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hooks that a visitor sees, and what becomes of them (section 4.4). */
final class Hooks {

  private static final int MOST_TRIES = 5;

  private final Engine engine;
  private final Registrations registrations;
  private final SuperOfficeSettings settings;
  private final Ping ping;

  Hooks(Engine engine, Registrations registrations, SuperOfficeSettings settings, Ping ping) {
    this.engine = engine;
    this.registrations = registrations;
    this.settings = settings;
    this.ping = ping;
  }

  /** In the order of their ids. */
  List<Webhook> list(Visit visit) {
    return engine
        .webhooks()
        .list(visit.tenant(), webhook -> isSeen(webhook, visit), null, Integer.MAX_VALUE)
        .reversed();
  }

  Optional<Webhook> find(Visit visit, int id) {
    return engine
        .webhooks()
        .findByVendorId(visit.tenant(), SuperOfficeDialect.NAME, String.valueOf(id))
        .filter(webhook -> isSeen(webhook, visit));
  }

  /**
   * @throws Problem 404 if there is none
   */
  Webhook get(Visit visit, int id) {
    return find(visit, id).orElseThrow(() -> Problem.noWebhook(String.valueOf(id)));
  }

  /** As its clients see it. */
  ObjectNode json(Webhook webhook, Dates dates) {
    var counts = engine.deliveries().countsOf(webhook.id());
    var lastFailure =
        counts.failures() == 0 ? null : engine.deliveries().lastFailure(webhook.id()).orElse(null);
    return HookJson.of(webhook, counts, lastFailure, dates);
  }

  /** When an attempt ended last; empty if there was none. */
  String lastEvent(Webhook webhook, Dates dates) {
    var counts = engine.deliveries().countsOf(webhook.id());
    var success = counts.lastSuccessAt();
    var failure = counts.lastFailureAt();
    var last = success == null || (failure != null && failure.isAfter(success)) ? failure : success;
    return last == null ? "" : dates.text(last);
  }

  /** Empty if there was none. */
  String lastError(Webhook webhook) {
    return engine.deliveries().lastFailure(webhook.id()).map(AnswerText::of).orElse("");
  }

  /** Makes one, when its target has answered. */
  Webhook create(Visit visit, Hook hook) {
    var details = new Details(hook, visit.partition(), visit.actor().name(), null);
    pinged(visit, details, null);
    var id = nextId(visit);
    return engine
        .webhooks()
        .register(visit.tenant(), registrations.of(details, id, null), visit.actor());
  }

  /**
   * Changes one, when its target has answered.
   *
   * @param how from what it is to what it shall be; asked again if another change comes between
   * @throws Problem 404 if there is none, 412 if it changed since the request allows
   */
  Webhook change(Visit visit, Request request, int id, Function<Webhook, Hook> how) {
    for (int i = 0; i < MOST_TRIES; i++) {
      var before = get(visit, id);
      checkUnmodified(request, before);
      var old = Details.of(before.registration());
      var details =
          new Details(how.apply(before), old.partition(), old.registeredBy(), visit.actor().name());
      pinged(visit, details, before);
      try {
        return engine
            .webhooks()
            .change(
                visit.tenant(),
                before.id(),
                OptionalLong.of(before.version()),
                now -> registrations.of(details, before.registration().vendorId(), now),
                visit.actor());
      } catch (WebhookChanged _) {
        // what was read is stale: once more
      } catch (NoSuchWebhook _) {
        throw Problem.noWebhook(String.valueOf(id));
      }
    }
    throw Problem.of(409, Choices.REFUSED, "The webhook is being changed by others; try again.");
  }

  /**
   * False if there is none.
   *
   * @throws Problem 412 if it changed since the request allows
   */
  boolean delete(Visit visit, Request request, int id) {
    var webhook = find(visit, id).orElse(null);
    if (webhook == null) {
      return false;
    }
    checkUnmodified(request, webhook);
    try {
      return engine
          .webhooks()
          .delete(visit.tenant(), webhook.id(), OptionalLong.empty(), visit.actor());
    } catch (NoSuchWebhook _) {
      return false;
    }
  }

  /** Tries a definition out, stored or not; always has a result. */
  Ping.Result test(Visit visit, Hook hook) {
    try {
      var details = new Details(hook, visit.partition(), visit.actor().name(), null);
      return ping.send(visit, registrations.of(details, null, null));
    } catch (Problem refused) {
      return new Ping.Result(false, refused.text());
    }
  }

  private void pinged(Visit visit, Details details, @Nullable Webhook before) {
    var registration =
        registrations.of(details, null, before == null ? null : before.registration());
    if (Registrations.isNowhere(registration)
        || (details.hook().state() == State.STOPPED && !settings.pingStopped())) {
      return;
    }
    var result = ping.send(visit, registration);
    if (!result.success()) {
      throw Problem.refused(
          "The TargetUrl did not answer the test event with success: " + result.message());
    }
  }

  /** Durable before it is used, so never given twice. */
  private String nextId(Visit visit) {
    var shelf = new Shelf(visit.tenant(), SuperOfficeDialect.NAME, "counter");
    return String.valueOf(
        engine
            .records()
            .change(
                shelf,
                "webhook",
                last -> last == null ? "1" : String.valueOf(Integer.parseInt(last) + 1)));
  }

  private static boolean isSeen(Webhook webhook, Visit visit) {
    return webhook.dialect().equals(SuperOfficeDialect.NAME)
        && Details.of(webhook.registration()).partition().equals(visit.partition());
  }

  /** A date that cannot be read is as good as none (RFC 9110, 13.1.4). */
  private static void checkUnmodified(Request request, Webhook webhook) {
    var since = request.header("if-unmodified-since").map(Hooks::date).orElse(null);
    if (since != null && webhook.updatedAt().truncatedTo(ChronoUnit.SECONDS).isAfter(since)) {
      throw Problem.of(412, Choices.CHANGED_SINCE, "The webhook was changed after the time given.");
    }
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
          .toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }
}
