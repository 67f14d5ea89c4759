package dev.belfry.engine.webhook;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the transaction of a change writes: the row, what hooks add, and a line of the audit. */
final class WebhookWriter {

  private final WebhookStore store;
  private final Footprint footprint;
  private final Audit audit;
  private final Tenants tenants;
  private final List<WebhookHook> hooks;

  /**
   * @param hooks may grow
   */
  WebhookWriter(
      WebhookStore store,
      Footprint footprint,
      Audit audit,
      Tenants tenants,
      List<WebhookHook> hooks) {
    this.store = store;
    this.footprint = footprint;
    this.audit = audit;
    this.tenants = tenants;
    this.hooks = hooks;
  }

  /**
   * Answers what it takes of the memory, in bytes.
   *
   * @throws OverLimit if there is no room for it
   */
  long make(Tx tx, Webhook webhook, Actor by) {
    var sealed = sealedWithRoom(webhook);
    store.insert(tx, tenants.number(webhook.tenant()), webhook, sealed);
    finish(tx, null, webhook, by, "webhook.created");
    return Footprint.weight(sealed);
  }

  /**
   * The owner's change.
   *
   * @throws OverLimit if it takes more memory, and there is no room for it
   */
  Webhooks.Changed changeWithRoom(Tx tx, Webhook before, Webhook after, Actor by, String action) {
    return change(tx, before, after, sealedWithRoom(after), by, action);
  }

  /** A change that must go on, room or not. */
  Webhooks.Changed change(Tx tx, Webhook before, Webhook after, Actor by, String action) {
    return change(tx, before, after, store.seal(after), by, action);
  }

  private Webhooks.Changed change(
      Tx tx, Webhook before, Webhook after, byte[] sealed, Actor by, String action) {
    store.update(tx, after, sealed);
    finish(tx, before, after, by, action);
    return new Webhooks.Changed(before, after, Footprint.weight(sealed));
  }

  void delete(Tx tx, Webhook before, Actor by, Instant at) {
    store.delete(tx, before, at);
    finish(tx, before, null, by, "webhook.deleted");
  }

  private byte[] sealedWithRoom(Webhook webhook) {
    var sealed = store.seal(webhook);
    footprint.demandRoom(webhook.tenant(), webhook.id(), Footprint.weight(sealed));
    return sealed;
  }

  /** One of the two is there. */
  private void finish(
      Tx tx, @Nullable Webhook before, @Nullable Webhook after, Actor by, String action) {
    hooks.forEach(hook -> hook.changing(tx, before, after));
    var one = after == null ? Objects.requireNonNull(before) : after;
    audit.record(
        tx,
        tenants.number(one.tenant()),
        by,
        action,
        one.id().toString(),
        Differences.between(registration(before), registration(after)));
  }

  private static @Nullable Registration registration(@Nullable Webhook webhook) {
    return webhook == null ? null : webhook.registration();
  }
}
