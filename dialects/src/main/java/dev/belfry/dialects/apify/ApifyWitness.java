package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Witness;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps runs in step with events, lets an ad-hoc webhook fire once only, and removes those that can
 * no longer fire (§8).
 */
final class ApifyWitness implements Witness {

  private final Memory memory;

  ApifyWitness(Memory memory) {
    this.memory = memory;
  }

  @Override
  public boolean sees(String type) {
    return type.startsWith(EventTypes.RUN) && EventTypes.isOfRun(type);
  }

  @Override
  public List<Webhook> accepting(Tx tx, Event event, List<Webhook> owed) {
    if (!memory.index.isEmpty()) {
      var ids = EventIds.of(event.type(), event.data());
      var run = memory.index.find(event.tenant(), ids.runId());
      if (ids.runId() != null && (run != null || !memory.index.isComplete())) {
        advance(tx, event, ids, ids.runId(), run);
      }
    }
    return owed.stream().allMatch(webhook -> !isAdHoc(webhook))
        ? owed
        : owed.stream()
            .filter(webhook -> !isAdHoc(webhook) || memory.keepsakes().useUp(tx, webhook))
            .toList();
  }

  private void advance(Tx tx, Event event, EventIds ids, String runId, RunIndex.@Nullable Run run) {
    var given = members(event.data());
    var resource = given == null ? null : given.get("resource");
    var after =
        memory
            .runs()
            .advance(tx, event, runId, resource instanceof ObjectNode object ? object : null);
    if (after != null && !Meaning.isComplete(event, ids, run)) {
      var meaning = Json.object();
      var data = given == null ? null : given.get("eventData");
      meaning.set("eventData", data == null || !data.isObject() ? Json.object() : data);
      meaning.set("resource", resource instanceof ObjectNode ? resource : shown(after.own()));
      memory.keepsakes().keepMeaning(tx, event.tenant(), event.id(), meaning);
      if (!(resource instanceof ObjectNode) && after.said() != null) {
        memory.keepsakes().keepSaid(tx, event.tenant(), event.id(), after.said());
      }
    }
  }

  /** A run as templates see it (§9.3). */
  static ObjectNode shown(ObjectNode run) {
    var shown = run.deepCopy();
    shown.putObject("links");
    shown.putObject("storages");
    return shown;
  }

  @Override
  public void accepted(Event event) {
    if (!memory.hasAdHoc() || !EventTypes.endsRun(event.type())) {
      return;
    }
    var runId = EventIds.of(event.type(), event.data()).runId();
    if (runId == null) {
      return;
    }
    var webhooks = memory.engine().webhooks();
    for (var id : memory.adHocOf(event.tenant(), runId)) {
      webhooks
          .find(id)
          .filter(webhook -> hasNoMoreUse(memory.stored(webhook).settings(), event.type()))
          .ifPresent(webhook -> webhooks.deleteLater(webhook.id()));
    }
  }

  private static boolean hasNoMoreUse(Settings settings, String ended) {
    return settings.eventTypes().stream()
        .allMatch(type -> EventTypes.endsRun(type) && !type.equals(ended));
  }

  private boolean isAdHoc(Webhook webhook) {
    return Memory.isOurs(webhook) && memory.stored(webhook).settings().isAdHoc();
  }

  private static @Nullable JsonNode members(Data data) {
    return data.kind() == Data.Kind.JSON ? Json.read(data.bytes()) : null;
  }
}
