package dev.belfry.engine.webhook;

import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.SealedRows;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Webhooks as rows. What may be secret is sealed as one value, bound to tenant and webhook. */
final class WebhookStore {

  private final Seal seal;

  WebhookStore(Seal seal) {
    this.seal = seal;
  }

  /**
   * @param sealed what {@link #seal} made of it
   */
  void insert(Tx tx, long tenantNumber, Webhook webhook, byte[] sealed) {
    tx.update(
        """
        insert into webhook
               (id, tenant, dialect, vendor_id, state, sealed, created_at, updated_at, version)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        webhook.id().value(),
        tenantNumber,
        webhook.dialect(),
        webhook.registration().vendorId(),
        webhook.state().name(),
        sealed,
        webhook.createdAt(),
        webhook.updatedAt(),
        webhook.version());
    tx.update("insert into webhook_count (webhook) values (?)", webhook.id().value());
  }

  /**
   * @param sealed what {@link #seal} made of it
   */
  void update(Tx tx, Webhook webhook, byte[] sealed) {
    tx.update(
        """
        update webhook
           set vendor_id = ?, state = ?, sealed = ?, updated_at = ?, version = ?
         where id = ?
        """,
        webhook.registration().vendorId(),
        webhook.state().name(),
        sealed,
        webhook.updatedAt(),
        webhook.version(),
        webhook.id().value());
  }

  /** Keeps the row for the deliveries that point to it, but none of its secrets. */
  void delete(Tx tx, Webhook webhook, Instant at) {
    tx.update(
        "update webhook set deleted_at = ?, sealed = x'' where id = ?", at, webhook.id().value());
  }

  /** Some of those not deleted, in the order of their ids, still sealed. */
  List<Stored> read(Tx tx, long after, int limit) {
    return tx.query(
        """
        select id, tenant, sealed, created_at, updated_at, version
          from webhook
         where id > ? and deleted_at is null
         order by id
         limit ?
        """,
        row ->
            new Stored(
                row.number(1),
                row.number(2),
                row.bytes(3),
                row.instant(4),
                row.instant(5),
                row.number(6)),
        after,
        limit);
  }

  /** A webhook as it lies in the store. */
  record Stored(
      long id, long tenant, byte[] sealed, Instant createdAt, Instant updatedAt, long version) {}

  Webhook open(Stored stored, TenantId tenant) {
    var id = new WebhookId(stored.id);
    var registration = RegistrationText.read(seal.open(stored.sealed, belonging(tenant, id)));
    return new Webhook(
        id, tenant, registration, stored.createdAt, stored.updatedAt, stored.version);
  }

  /** For a change of the master key. */
  static OptionalLong sealAgain(Tx tx, long after, int limit, SealedRows.Sealer sealer) {
    var step =
        tx.query(
            """
            select w.id, t.id, w.sealed
              from webhook w join tenant t on t.no = w.tenant
             where w.id > ? and w.deleted_at is null
             order by w.id
             limit ?
            """,
            row ->
                new SealedRow(
                    row.number(1),
                    belonging(new TenantId(row.text(2)), new WebhookId(row.number(1))),
                    row.bytes(3)),
            after,
            limit);
    tx.updateEach(
        "update webhook set sealed = ? where id = ?",
        step,
        (values, row) -> {
          values.set(1, sealer.again(row.sealed, row.belonging));
          values.set(2, row.id);
        });
    return step.isEmpty() ? OptionalLong.empty() : OptionalLong.of(step.getLast().id);
  }

  /** Whether each webhook's secrets open, and are its own; a line for each whose do not. */
  static Check check(Seal seal) {
    return new Check(
        "webhook",
        tx -> {
          var problems = new ArrayList<String>();
          tx.scan(
              """
              select w.id, t.id, w.sealed
                from webhook w join tenant t on t.no = w.tenant
               where w.deleted_at is null
              """,
              row -> {
                var id = new WebhookId(row.number(1));
                try {
                  seal.open(row.bytes(3), belonging(new TenantId(row.text(2)), id));
                } catch (RuntimeException e) {
                  problems.add(id + " cannot be decrypted");
                }
                return true;
              });
          return problems;
        });
  }

  private record SealedRow(long id, String belonging, byte[] sealed) {}

  /** What is stored of a webhook besides the columns that are searched. */
  byte[] seal(Webhook webhook) {
    return seal.close(
        RegistrationText.write(webhook.registration()), belonging(webhook.tenant(), webhook.id()));
  }

  private static String belonging(TenantId tenant, WebhookId id) {
    return tenant + "/" + id;
  }
}
