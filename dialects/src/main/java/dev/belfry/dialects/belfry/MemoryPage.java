package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Pages of lists that are in memory whole, and whose ids tell no order. */
final class MemoryPage {

  private MemoryPage() {}

  /**
   * @param all newest first
   */
  static <T> Response of(
      Query query,
      List<T> all,
      Function<T, String> id,
      Function<T, Instant> createdAt,
      Function<T, ObjectNode> show) {
    var part = query.read(given -> new Part(given.cursor(Place::parse), given.limit()));
    var left = part.after == null ? all : part.after.rest(all, id, createdAt);
    return Answers.page(
        left, part.limit, null, show, item -> new Place(createdAt.apply(item), id.apply(item)));
  }

  private record Part(@Nullable Place after, int limit) {}

  /** The last item of a page: found again by its id, or, if it is gone, by its time. */
  private record Place(Instant createdAt, String id) {

    static Optional<Place> parse(String text) {
      var space = text.indexOf(' ');
      return space < 0
          ? Optional.empty()
          : Times.parse(text.substring(0, space))
              .map(createdAt -> new Place(createdAt, text.substring(space + 1)));
    }

    <T> List<T> rest(List<T> all, Function<T, String> idOf, Function<T, Instant> createdAtOf) {
      for (int i = 0; i < all.size(); i++) {
        if (idOf.apply(all.get(i)).equals(id)) {
          return all.subList(i + 1, all.size());
        }
      }
      for (int i = 0; i < all.size(); i++) {
        if (!createdAtOf.apply(all.get(i)).isAfter(createdAt)) {
          return all.subList(i, all.size());
        }
      }
      return List.of();
    }

    @Override
    public String toString() {
      return Times.text(createdAt) + " " + id;
    }
  }
}
