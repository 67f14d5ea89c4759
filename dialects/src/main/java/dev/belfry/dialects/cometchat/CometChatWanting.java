package dev.belfry.dialects.cometchat;

import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Wanting;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;

/**
 * Triggers say all that a webhook wants, but for receipts: one in the legacy form lacks what the
 * new form must have, so webhooks of the new system are not told of it.
 */
final class CometChatWanting implements Wanting {

  @Override
  public List<String> subjects(NewEvent event) {
    return List.of();
  }

  @Override
  public boolean wants(Webhook webhook, NewEvent event) {
    return !webhook.dialect().equals(CometChatDialect.NAME)
        || !Receipts.isOne(event.attributes().type())
        || Era.of(webhook) == Era.LEGACY
        || event.data().kind() != Data.Kind.JSON
        || !Receipts.isLegacy(event.data().bytes());
  }
}
