package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import tools.jackson.databind.node.JsonNodeFactory;

/** R2 and A5: the hooks that pass a filter, without links. */
final class Lists {

  private Lists() {}

  static Response of(Request request, Visit visit, Hooks hooks, Filter filter) {
    var select = Select.of(request);
    var dates = Dates.of(request);
    var all = JsonNodeFactory.instance.arrayNode();
    for (var webhook : hooks.list(visit)) {
      if (filter.passes(webhook)) {
        all.add(select.from(hooks.json(webhook, dates)));
      }
    }
    return Answers.list(request, "Webhook", all);
  }
}
