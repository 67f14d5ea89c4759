package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose webhooks a caller sees (section 2.2): a tenant's keys are tokens of one user, who owns all;
 * an app's token sees what the app made.
 */
final class Owned {

  private final Engine engine;
  private final SmartsheetSettings settings;

  Owned(Engine engine, SmartsheetSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  static TenantId tenant(Caller caller) {
    var tenant = caller.tenant();
    if (tenant == null) {
      throw new IllegalStateException("a caller without a tenant");
    }
    return tenant;
  }

  /**
   * The webhook that the path names.
   *
   * @throws Problem if the caller has none of this id
   */
  Webhook named(Request request, Caller caller) {
    return engine
        .webhooks()
        .findByVendorId(tenant(caller), SmartsheetDialect.NAME, request.variable("webhookId"))
        .filter(isOf(caller))
        .orElseThrow(Problem::notFound);
  }

  /** Newest first. */
  List<Webhook> list(Caller caller, long most) {
    var isOf = isOf(caller);
    return engine
        .webhooks()
        .list(
            tenant(caller),
            webhook -> webhook.dialect().equals(SmartsheetDialect.NAME) && isOf.test(webhook),
            null,
            (int) Math.min(most, Integer.MAX_VALUE));
  }

  private Predicate<Webhook> isOf(Caller caller) {
    return settings
        .app(caller.actor().name())
        .<Predicate<Webhook>>map(app -> webhook -> app.equals(Details.of(webhook).app()))
        .orElse(_ -> true);
  }
}
