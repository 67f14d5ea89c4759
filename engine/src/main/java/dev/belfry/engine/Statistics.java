package dev.belfry.engine;

import dev.belfry.engine.delivery.Deliveries;
import dev.belfry.engine.delivery.TenantCounts;
import dev.belfry.engine.delivery.WebhookStanding;
import dev.belfry.engine.tally.Figures;
import dev.belfry.engine.tally.Step;
import dev.belfry.engine.tally.Tally;
import dev.belfry.engine.tally.Window;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How a tenant's events went in a window, and how they stand. Read from sums that are kept, so it
 * costs the same however many deliveries there are.
 *
 * @param totals since the tenant's creation, unaffected by retention
 * @param oldestDue how long what has been due longest has waited; zero if nothing is due
 * @param webhooks those that are there, newest first, at most 1,000; the rest is in the sums only
 */
public record Statistics(
    Figures recent, TenantCounts totals, Duration oldestDue, List<OfWebhook> webhooks) {

  private static final int MOST_WEBHOOKS = 1000;

  /** The same of one webhook. */
  public record OfWebhook(WebhookId id, Figures recent, WebhookStanding standing) {}

  static List<OfWebhook> worst(
      Window window, int limit, Tally tally, Deliveries deliveries, Webhooks webhooks) {
    var worst =
        tally.worst(window, limit).stream().flatMap(id -> webhooks.find(id).stream()).toList();
    var standings = deliveries.standings(worst.stream().map(Webhook::id).toList());
    return worst.stream()
        .map(webhook ->
            new OfWebhook(
                webhook.id(),
                Step.sum(tally.steps(webhook.tenant(), webhook.id(), window)),
                standings.getOrDefault(webhook.id(), WebhookStanding.NONE)))
        .toList();
  }

  static Statistics of(
      TenantId tenant, Window window, Tally tally, Deliveries deliveries, Webhooks webhooks) {
    var recent = tally.recent(tenant, window);
    var all =
        webhooks.list(tenant, _ -> true, null, Integer.MAX_VALUE).stream()
            .map(Webhook::id)
            .toList();
    var standings = deliveries.standings(all);
    var each =
        all.stream()
            .limit(MOST_WEBHOOKS)
            .map(id ->
                new OfWebhook(
                    id,
                    recent.ofWebhooks().getOrDefault(id, new Figures()),
                    standings.getOrDefault(id, WebhookStanding.NONE)))
            .toList();
    var oldest =
        standings.values().stream()
            .map(WebhookStanding::oldestDue)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Statistics(recent.ofTenant(), deliveries.countsOf(tenant), oldest, each);
  }
}
