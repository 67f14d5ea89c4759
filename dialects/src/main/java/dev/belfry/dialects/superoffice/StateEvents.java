package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Raises {@code webhook{id}.started}, {@code .stopped} and {@code .errors} when a hook's state
 * changes, for other hooks to hear of it (section 7.4). A change is on disk before its event is, so
 * a crash in between loses the event.
 */
final class StateEvents implements WebhookHook {

  private static final Logger LOG = LoggerFactory.getLogger(StateEvents.class);

  private final Signals signals;

  StateEvents(Signals signals) {
    this.signals = signals;
  }

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {}

  @Override
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    if (before != null && after != null && after.dialect().equals(SuperOfficeDialect.NAME)) {
      var state = State.of(after.registration());
      if (state != State.of(before.registration())) {
        Thread.startVirtualThread(() -> raise(before, after, state));
      }
    }
  }

  private void raise(Webhook before, Webhook after, State state) {
    var id = HookJson.id(after);
    var name =
        "webhook"
            + id
            + switch (state) {
              case UNKNOWN, ACTIVE -> ".started";
              case STOPPED -> ".stopped";
              case TOO_MANY_ERRORS -> ".errors";
            };
    try {
      signals.raise(after.tenant(), name, id, data(before, after, state));
    } catch (RuntimeException e) {
      LOG.warn("{} of tenant {} was not raised: {}", name, after.tenant(), e.toString());
    }
  }

  private static ObjectNode data(Webhook before, Webhook after, State state) {
    var details = Details.of(after.registration());
    var data = Json.object();
    data.putArray("changes")
        .add("webhook_id")
        .add("state")
        .add("updated")
        .add("updated_associate_id")
        .add("updatedCount");
    data.putObject("fieldValues")
        .put("events", details.hook().events().size())
        .put("registered", Dates.UTC.text(after.createdAt()))
        .put("registered_associate_id", Associates.id(details.registeredBy()))
        .put("state", state.number())
        .put("updated", Dates.UTC.text(after.updatedAt()))
        .put("updated_associate_id", associate(details.updatedBy()));
    return data.put("changedByAssociateId", changedBy(before, after, details));
  }

  /** Who saved it; the system, if only the state is another: by Belfry, or by our own API. */
  private static int changedBy(Webhook before, Webhook after, Details details) {
    return before.registration().details().equals(after.registration().details())
        ? 0
        : associate(details.updatedBy());
  }

  private static int associate(@Nullable String key) {
    return key == null ? 0 : Associates.id(key);
  }
}
