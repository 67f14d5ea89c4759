package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** When what webhooks are owed falls due, by look-ups that cost the same however much it is. */
final class Backlogs {

  private Backlogs() {}

  /** When what is due of a webhook fell due first. */
  static Optional<Instant> firstDue(Tx tx, WebhookId webhook, Instant now) {
    return tx.find(
        """
        select due_at from delivery
         where webhook = ? and state = 0 and due_at <= ?
         order by due_at
         limit 1
        """,
        row -> row.instant(1),
        webhook.value(),
        now);
  }

  /** How long what is due of each tenant has waited at most, by the tenant's number. */
  static Map<Long, Duration> oldestDueOfEach(Tx tx, Instant now) {
    var oldest = new HashMap<Long, Duration>();
    tx.scan(
        """
        select w.tenant,
               min((select min(due_at) from delivery where webhook = c.webhook and state = 0))
          from webhook_count c join webhook w on w.id = c.webhook
         group by w.tenant
        """,
        row -> {
          var at = row.instantOrNull(2);
          if (at != null && at.isBefore(now)) {
            oldest.put(row.number(1), Duration.between(at, now));
          }
          return true;
        });
    return oldest;
  }

  /** When the next delivery of a webhook falls due after {@code now}, in milliseconds. */
  static OptionalLong nextDue(Tx tx, WebhookId webhook, Instant now) {
    return tx.find(
            """
            select due_at from delivery
             where webhook = ? and state = 0 and due_at > ?
             order by due_at
             limit 1
            """,
            row -> OptionalLong.of(row.number(1)),
            webhook.value(),
            now)
        .orElse(OptionalLong.empty());
  }

  /** Some webhooks with something pending, in order; one look-up each, however much it is. */
  static List<Backlog> some(Tx tx, long after, int limit) {
    var found = new ArrayList<Backlog>();
    var next = backlog(tx, after);
    while (next.isPresent()) {
      found.add(next.get());
      next = found.size() < limit ? backlog(tx, found.getLast().number()) : Optional.empty();
    }
    return found;
  }

  private static Optional<Backlog> backlog(Tx tx, long after) {
    return tx.find(
        """
        select webhook, due_at from delivery
         where state = 0 and webhook > ?
         order by webhook, due_at
         limit 1
        """,
        row -> new Backlog(new WebhookId(row.number(1)), row.number(2)),
        after);
  }

  /** A webhook with something pending, and when the first of it is due, in milliseconds. */
  record Backlog(WebhookId webhook, long firstDue) {
    long number() {
      return webhook.value();
    }
  }
}
