package dev.belfry.dialects.apify;

import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Wanting;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds webhooks by the one id of their condition (§9.2). */
final class ApifyWanting implements Wanting {

  private final Memory memory;

  ApifyWanting(Memory memory) {
    this.memory = memory;
  }

  /** What was read last: an event is asked about several times in a row. */
  private volatile @Nullable Read last;

  private record Read(NewEvent event, EventIds ids) {}

  @Override
  public List<String> subjects(NewEvent event) {
    if (!EventTypes.isSystem(event.attributes().type())) {
      return List.of();
    }
    var ids = ids(event);
    return ids.with(memory.index.findOfAnybody(ids.runId())).subjects();
  }

  @Override
  public boolean wants(Webhook webhook, NewEvent event) {
    if (!Memory.isOurs(webhook) || !EventTypes.isSystem(event.attributes().type())) {
      return false;
    }
    var ids = ids(event);
    return ids.with(memory.index.find(webhook.tenant(), ids.runId()))
        .subjects()
        .contains(String.valueOf(webhook.wants().subject()));
  }

  private EventIds ids(NewEvent event) {
    var read = last;
    if (read == null || !read.event.equals(event)) {
      read = new Read(event, EventIds.of(event.attributes().type(), event.data()));
      last = read;
    }
    return read.ids;
  }
}
