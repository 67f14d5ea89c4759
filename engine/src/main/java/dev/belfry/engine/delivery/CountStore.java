package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tally.Figures;
import dev.belfry.engine.tally.Tally;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was owed and what became of it, summed since creation: once per webhook and commit. */
public final class CountStore {

  private final Tally tally;

  /** What one transaction adds to the sums of a webhook or a tenant. */
  static final class Sums {
    long accepted;
    long owed;
    long delivered;
    long dead;
    long cancelled;
    long attempts;
    @Nullable Instant lastSuccess;
    @Nullable Instant lastFailure;
    @Nullable Instant failingSince;
    boolean attempted;
    long failures;

    /** Since the last success in this transaction, if there is one. */
    long failuresInRow;

    boolean succeeded;
    @Nullable Long failedDelivery;
    @Nullable Long failedNumber;
    final List<Duration> latencies = new ArrayList<>(0);

    void succeeded() {
      succeeded = true;
      failuresInRow = 0;
    }

    void failed(DeliveryId delivery, int number) {
      failures++;
      failuresInRow++;
      failedDelivery = delivery.value();
      failedNumber = (long) number;
    }

    Figures figures() {
      var figures = new Figures();
      // one that is retried takes back what may have been counted before any window
      figures.add(accepted, owed, delivered, Math.max(0, dead), Math.max(0, cancelled), attempts);
      figures.addFailed(failures);
      latencies.forEach(figures.latencies()::add);
      return figures;
    }

    void add(DeliveryState state, int by) {
      switch (state) {
        case PENDING -> {}
        case DELIVERED -> delivered += by;
        case DEAD -> dead += by;
        case CANCELLED -> cancelled += by;
      }
    }
  }

  /** What is to be added in one transaction. */
  public static final class Batch {
    private final Map<WebhookId, Sums> webhooks = new HashMap<>();
    private final Map<Long, Sums> tenants = new HashMap<>();

    Sums of(WebhookId webhook) {
      return webhooks.computeIfAbsent(webhook, _ -> new Sums());
    }

    Sums ofTenant(long number) {
      return tenants.computeIfAbsent(number, _ -> new Sums());
    }

    /** An event was accepted. */
    public void accepted(long tenantNumber) {
      ofTenant(tenantNumber).accepted++;
    }

    /** A delivery is owed. */
    public void owed(long tenantNumber, WebhookId webhook) {
      ofTenant(tenantNumber).owed++;
      of(webhook).owed++;
    }

    /** An event owes so many deliveries that are yet to be made; each is counted again then. */
    public void owedLater(long tenantNumber, int deliveries) {
      ofTenant(tenantNumber).owed += deliveries;
    }

    /** One of {@link #owedLater} is made. */
    public void made(WebhookId webhook) {
      of(webhook).owed++;
    }

    /** Deliveries that an event owed went from pending to {@code state}, or back if negative. */
    void settled(long tenantNumber, WebhookId webhook, DeliveryState state, int by) {
      ofTenant(tenantNumber).add(state, by);
      of(webhook).add(state, by);
    }

    /** How long it took from acceptance to delivery. */
    void took(WebhookId webhook, Duration latency) {
      of(webhook).latencies.add(latency);
    }
  }

  /**
   * @param tally is told what was added, once that is on disk
   */
  public CountStore(Tally tally) {
    this.tally = tally;
  }

  public void add(Tx tx, Batch batch) {
    tx.whenWritten(() -> tell(batch));
    tx.updateEach(
        """
        insert into tenant_count (tenant, accepted, owed, delivered, dead, cancelled)
        values (?, ?, ?, ?, ?, ?)
        on conflict (tenant) do update set
          accepted = accepted + excluded.accepted, owed = owed + excluded.owed,
          delivered = delivered + excluded.delivered, dead = dead + excluded.dead,
          cancelled = cancelled + excluded.cancelled
        """,
        batch.tenants.entrySet(),
        (values, entry) -> {
          var sums = entry.getValue();
          values.set(1, entry.getKey());
          values.set(2, sums.accepted);
          values.set(3, sums.owed);
          values.set(4, sums.delivered);
          values.set(5, sums.dead);
          values.set(6, sums.cancelled);
        });
    tx.updateEach(
        """
        insert into webhook_count
               (webhook, owed, delivered, dead, cancelled, attempts, last_success_at,
                last_failure_at, failures, failures_in_row, failed_delivery, failed_number)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (webhook) do update set
          owed = owed + excluded.owed, delivered = delivered + excluded.delivered,
          dead = dead + excluded.dead, cancelled = cancelled + excluded.cancelled,
          attempts = attempts + excluded.attempts,
          last_success_at = coalesce(excluded.last_success_at, last_success_at),
          last_failure_at = coalesce(excluded.last_failure_at, last_failure_at),
          failures = failures + excluded.failures,
          failures_in_row =
            case when ? then excluded.failures_in_row
                 else failures_in_row + excluded.failures_in_row end,
          failed_delivery = coalesce(excluded.failed_delivery, failed_delivery),
          failed_number = coalesce(excluded.failed_number, failed_number)
        """,
        batch.webhooks.entrySet(),
        (values, entry) -> {
          var sums = entry.getValue();
          values.set(1, entry.getKey().value());
          values.set(2, sums.owed);
          values.set(3, sums.delivered);
          values.set(4, sums.dead);
          values.set(5, sums.cancelled);
          values.set(6, sums.attempts);
          values.set(7, sums.lastSuccess);
          values.set(8, sums.lastFailure);
          values.set(9, sums.failures);
          values.set(10, sums.failuresInRow);
          set(values, 11, sums.failedDelivery);
          set(values, 12, sums.failedNumber);
          values.set(13, sums.succeeded ? 1 : 0);
        });
    for (var entry : batch.webhooks.entrySet()) {
      if (entry.getValue().attempted) {
        setFailingSince(tx, entry.getKey(), entry.getValue().failingSince);
      }
    }
  }

  private static void set(Tx.Values values, int column, @Nullable Long value) {
    if (value == null) {
      values.setNull(column);
    } else {
      values.set(column, value);
    }
  }

  /** Its owner says that the webhook is mended. */
  void resumed(Tx tx, WebhookId webhook) {
    tx.update(
        "update webhook_count set failing_since = null, failures_in_row = 0 where webhook = ?",
        webhook.value());
  }

  /** How many attempts in a row have failed. */
  long failuresInRow(Tx tx, WebhookId webhook) {
    return tx.find(
            "select failures_in_row from webhook_count where webhook = ?",
            row -> row.number(1),
            webhook.value())
        .orElse(0L);
  }

  /** The attempt that failed last, if it is still kept. */
  Optional<Attempt> lastFailure(Tx tx, WebhookId webhook) {
    return tx.find(
        "select "
            + AttemptRow.COLUMNS
            + """
               from webhook_count
               join attempt on attempt.delivery = failed_delivery and attempt.number = failed_number
              where webhook = ?
            """,
        AttemptRow::read,
        webhook.value());
  }

  private void tell(Batch batch) {
    batch.tenants.forEach((tenant, sums) -> tally.addOfTenant(tenant, sums.figures()));
    batch.webhooks.forEach((webhook, sums) -> tally.addOfWebhook(webhook, sums.figures()));
  }

  void setFailingSince(Tx tx, WebhookId webhook, @Nullable Instant since) {
    tx.update(
        "update webhook_count set failing_since = ? where webhook = ?", since, webhook.value());
  }

  /** The sums of one webhook. */
  Optional<WebhookCounts> find(Tx tx, WebhookId webhook) {
    return tx.find(
        """
        select owed, delivered, dead, cancelled, attempts, last_success_at, last_failure_at,
               failing_since, failures, failures_in_row
          from webhook_count where webhook = ?
        """,
        row ->
            new WebhookCounts(
                row.number(1),
                row.number(2),
                row.number(3),
                row.number(4),
                row.number(5),
                row.instantOrNull(6),
                row.instantOrNull(7),
                row.instantOrNull(8),
                row.number(9),
                row.number(10)),
        webhook.value());
  }

  /** Some webhooks that fail, in order. */
  List<Failing> failing(Tx tx, long after, int limit) {
    return tx.query(
        """
        select webhook, failing_since from webhook_count
         where webhook > ? and failing_since is not null
         order by webhook
         limit ?
        """,
        row -> new Failing(new WebhookId(row.number(1)), row.instant(2)),
        after,
        limit);
  }

  /** A webhook that fails, and since when. */
  record Failing(WebhookId webhook, Instant since) {
    long number() {
      return webhook.value();
    }
  }

  /** The sums of one tenant. */
  public Optional<TenantCounts> findTenant(Tx tx, long number) {
    return tx.find(
        "select accepted, owed, delivered, dead, cancelled from tenant_count where tenant = ?",
        row ->
            new TenantCounts(
                row.number(1), row.number(2), row.number(3), row.number(4), row.number(5)),
        number);
  }
}
