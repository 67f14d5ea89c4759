package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.accept.Overloaded;
import dev.belfry.engine.accept.TooCostly;
import dev.belfry.engine.delivery.DeliveryStateForbids;
import dev.belfry.engine.delivery.NoSuchDelivery;
import dev.belfry.engine.replay.NoSuchReplay;
import dev.belfry.engine.replay.ReplayStateForbids;
import dev.belfry.engine.schema.EventTypeChanged;
import dev.belfry.engine.schema.InvalidSchema;
import dev.belfry.engine.schema.TooManyTypes;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.StoreFull;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantChanged;
import dev.belfry.engine.tenant.TenantSuspended;
import dev.belfry.engine.tenant.TenantTaken;
import dev.belfry.engine.webhook.InvalidWebhook;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.WebhookChanged;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** What went wrong, as the answer that our own API gives. */
final class Failures {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(10);

  private Failures() {}

  static Response refusal(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound() -> Problems.write(Problem.of(404, "There is nothing here."));
      case Refusal.WrongMethod(var allowed) -> {
        var names = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
        yield Problems.write(Problem.of(405, "The methods here are: " + names + "."))
            .with("Allow", names);
      }
      case Refusal.Unknown() ->
          Problems.write(
                  Problem.of(401, "Send a key that is known: Authorization: Bearer <secret>."))
              .with("WWW-Authenticate", "Bearer");
      case Refusal.Forbidden(var needed) -> Problems.write(Problem.of(403, forbidden(needed)));
      case Refusal.Malformed(var detail) -> Problems.write(Problem.of(400, detail));
    };
  }

  static Problem problem(RuntimeException failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case MalformedJson e ->
          Problem.of(400, "The body %s, at byte %d.".formatted(e.getMessage(), e.offset()));
      case InvalidWebhook e -> Problem.invalid("/" + e.field(), detail(e));
      case InvalidSchema e ->
          Problem.invalid(
              e.faults().stream()
                  .map(fault -> new Fault("/schema" + fault.pointer(), fault.detail()))
                  .toList());
      case TooManyTypes e -> Problem.of(409, "There are too many: " + detail(e) + ".");
      case NoSuchTenant _ -> Problem.missing("tenant");
      case NoSuchWebhook _ -> Problem.missing("webhook");
      case NoSuchDelivery _ -> Problem.missing("delivery");
      case NoSuchReplay _ -> Problem.missing("replay");
      case TenantSuspended e -> Problem.of(409, "The " + detail(e) + ".");
      case TenantTaken _ -> Problem.of(409, "There is a tenant of this id already.");
      case DeliveryStateForbids e -> Problem.of(409, detail(e));
      case ReplayStateForbids e -> Problem.of(409, detail(e));
      case UpkeepRefused e -> Problem.of(409, detail(e));
      case TenantChanged _, WebhookChanged _, EventTypeChanged _ -> Versions.changedMeanwhile();
      case Overloaded e -> Problem.later(503, "Too much waits to be accepted.", e.retryAfter());
      case TooCostly e ->
          Problem.of(
              413,
              "Too costly: " + detail(e) + ". Send fewer at once, or make the filters simpler.");
      case OverLimit e ->
          Problem.later(429, "The tenant may not have " + e.getMessage() + ".", e.retryAfter());
      case StoreBusy _ -> Problem.later(503, "The store is busy.", SOON);
      case StoreFull _ -> Problem.later(503, "The disk is full.", LATER);
      case StoreBroken _ -> Problem.later(503, "The store cannot be written.", LATER);
      default -> Problem.of(500, "Something went wrong here; the log tells more.");
    };
  }

  private static String forbidden(Access needed) {
    return needed == Access.ADMIN
        ? "This takes the operator's key."
        : "This takes a key with the scope " + needed.name().toLowerCase(Locale.ROOT) + ".";
  }

  private static String detail(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
