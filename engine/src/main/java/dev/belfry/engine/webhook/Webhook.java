package dev.belfry.engine.webhook;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;

/**
 * A registration that has an id and an owner.
 *
 * @param version counts its changes, from 1
 */
public record Webhook(
    WebhookId id,
    TenantId tenant,
    Registration registration,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  public String dialect() {
    return registration.dialect();
  }

  public Target target() {
    return registration.target();
  }

  public Wants wants() {
    return registration.wants();
  }

  public WebhookState state() {
    return registration.state();
  }

  /** The same webhook, changed. */
  Webhook changed(Registration to, Instant at) {
    return new Webhook(id, tenant, to, createdAt, at, version + 1);
  }
}
