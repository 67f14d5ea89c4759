package dev.belfry.server.cli.resources;

import dev.belfry.server.client.Api;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists that go on behind a cursor. */
final class Pages {

  static final int LARGEST = 250;

  private Pages() {}

  /** The page behind a cursor, or the first. */
  static Api.Answer get(Api api, Target list, int limit, @Nullable String cursor) {
    return api.get(list.copy().with("limit", limit).with("cursor", cursor).toString()).orFail();
  }

  /** Pages that follow each other as one document; a single one as the server wrote it. */
  static String whole(List<Api.Answer> pages) {
    if (pages.size() == 1) {
      return pages.getFirst().body();
    }
    var whole = (ObjectNode) pages.getFirst().json();
    var items = (ArrayNode) whole.path("data");
    pages.stream().skip(1).forEach(page -> page.json().path("data").forEach(items::add));
    whole.set("next", pages.getLast().json().path("next"));
    return whole.toString();
  }

  /** The first item that fits. */
  static Optional<JsonNode> find(Api api, Target list, Predicate<JsonNode> fits) {
    String cursor = null;
    do {
      var page = get(api, list, LARGEST, cursor).json();
      for (var item : page.path("data")) {
        if (fits.test(item)) {
          return Optional.of(item);
        }
      }
      cursor = page.path("next").asString(null);
    } while (cursor != null);
    return Optional.empty();
  }
}
