package dev.belfry.server.cli.resources;

import dev.belfry.server.client.Api;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists that go on behind a cursor. */
final class Pages {

  static final int LARGEST = 250;

  private Pages() {}

  /** The page behind a cursor, or the first. */
  static Api.Answer get(Api api, Target list, int limit, @Nullable String cursor) {
    return api.get(list.copy().with("limit", limit).with("cursor", cursor).toString()).orFail();
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
