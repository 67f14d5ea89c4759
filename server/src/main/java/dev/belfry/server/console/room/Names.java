package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Text;
import dev.belfry.server.console.page.Visit;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lists call webhooks. */
final class Names {

  private static final int MOST = 80;

  private Names() {}

  /** Of the newest 250; a list shows the id of any other. */
  static Map<String, String> of(Visit visit) {
    var webhooks = visit.api().get("/v1/webhooks", Params.none().with("limit", "250"));
    return of(webhooks.item().items("data"));
  }

  static Map<String, String> of(List<Item> webhooks) {
    var names = new LinkedHashMap<String, String>();
    webhooks.forEach(webhook -> names.put(webhook.text("id"), of(webhook)));
    return names;
  }

  /** Its name, or the host it goes to. */
  static String of(Item webhook) {
    if (webhook.has("name")) {
      return Text.fit(webhook.text("name"), MOST);
    }
    try {
      return String.valueOf(URI.create(webhook.text("url")).getHost());
    } catch (IllegalArgumentException _) {
      return webhook.text("id");
    }
  }
}
