package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a list is asked for (§6).
 *
 * @param limit from 1 to 1,000
 */
record Page(long offset, int limit, boolean desc) {

  static Page of(Query query) {
    var limit = query.number("limit", 0);
    return new Page(
        query.number("offset", 0),
        limit == 0 ? Choices.LONGEST_PAGE : (int) Math.min(limit, Choices.LONGEST_PAGE),
        query.flag("desc"));
  }

  /** This part of what is there, oldest first unless asked otherwise. */
  <T> ObjectNode cut(List<T> newestFirst, Function<T, ObjectNode> view) {
    var all = desc ? newestFirst : newestFirst.reversed();
    return answer(all.size(), all.stream().skip(offset).limit(limit).map(view).toList());
  }

  ObjectNode answer(long total, List<ObjectNode> items) {
    var data = Json.object();
    data.put("total", total)
        .put("offset", offset)
        .put("limit", limit)
        .put("count", items.size())
        .put("desc", desc);
    data.putArray("items").addAll(items);
    return data;
  }
}
