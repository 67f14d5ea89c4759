package dev.belfry.engine.accept;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events of Belfry's own: that a webhook was disabled. Such an event is accepted in the transaction
 * of the change that it tells of, so there is never one without the other. Runs on the committer's
 * thread.
 */
final class OwnEvents implements WebhookHook {

  /** The type of the event about a webhook that was disabled. */
  static final String DISABLED = TypePattern.OWN + "webhook.disabled";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Intakes intakes;
  private final BiFunction<Webhook, NewEvent, Intake> intake;

  /** Between the change and its being on disk. */
  private final Map<WebhookId, Told> told = new HashMap<>();

  /**
   * @param intake of an event for all who want it
   */
  OwnEvents(Intakes intakes, BiFunction<Webhook, NewEvent, Intake> intake) {
    this.intakes = intakes;
    this.intake = intake;
  }

  /**
   * An event on its way.
   *
   * @param after the webhook as the event tells of it
   */
  private record Told(Webhook after, Intake intake) {}

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {}

  @Override
  public void disabling(Tx tx, Webhook after) {
    var one = intake.apply(after, disabled(after));
    intakes.write(tx, List.of(one));
    told.put(after.id(), new Told(after, one));
  }

  /** What was told in a transaction that failed is of another object, and is dropped. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    var one = after == null ? null : told.remove(after.id());
    if (one != null && one.after == after) {
      intakes.written(List.of(one.intake));
    }
  }

  private static NewEvent disabled(Webhook webhook) {
    var json = JSON.createObjectNode();
    json.put("webhook", webhook.id().toString());
    var name = webhook.registration().name();
    json.put("name", name.isEmpty() ? null : name);
    json.put("dialect", webhook.dialect());
    json.put("reason", webhook.registration().stateReason());
    return new NewEvent(
        Attributes.ofType(DISABLED, "webhook/" + webhook.id()),
        Data.json(JSON.writeValueAsBytes(json)));
  }
}
