package dev.belfry.engine.accept;

import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.filter.Facts;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one request hands in, on its way to the store. The committer's thread fills in the answer.
 */
final class Intake {

  final TenantId tenant;
  final long tenantNumber;
  final List<NewEvent> events;

  /** For each event what filters saw of it, and said. */
  final List<Facts> facts;

  /** For each event its key's hash; null if its producer gave no id. */
  final List<@Nullable Long> keys;

  /** For each event who is owed it; as of {@link #generation}. */
  List<List<Webhook>> matches;

  long generation;

  /** Webhooks as events before it in the same transaction have left them. */
  Map<WebhookId, Webhook> changed = Map.of();

  final CompletableFuture<List<Accepted>> answer = new CompletableFuture<>();
  @Nullable Plan plan;
  @Nullable RuntimeException refusal;

  /** Belfry's own event, which no sender handed in: counted for nobody, and never too much. */
  boolean isOwn;

  Intake(
      TenantId tenant,
      long tenantNumber,
      List<NewEvent> events,
      List<Facts> facts,
      List<@Nullable Long> keys,
      List<List<Webhook>> matches,
      long generation) {
    this.tenant = tenant;
    this.tenantNumber = tenantNumber;
    this.events = events;
    this.facts = facts;
    this.keys = keys;
    this.matches = matches;
    this.generation = generation;
  }

  /** Some of its events, in a row. */
  Intake part(int from, int to) {
    return new Intake(
        tenant,
        tenantNumber,
        events.subList(from, to),
        facts.subList(from, to),
        keys.subList(from, to),
        matches.subList(from, to),
        generation);
  }
}
