package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Answer;
import dev.belfry.server.console.page.Item;
import java.util.List;

/**
 * A page of a list.
 *
 * @param next the cursor of what follows; empty at the end
 * @param fault what is wrong with what was asked for; empty if nothing is
 */
public record Listing(List<Item> items, String next, String fault) {

  public Listing {
    items = List.copyOf(items);
  }

  /** What our own API answered; a bad filter is told beside an empty list. */
  static Listing of(Answer answer) {
    return answer.good()
        ? new Listing(answer.item().items("data"), answer.item().text("next"), "")
        : new Listing(List.of(), "", answer.detail());
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }
}
