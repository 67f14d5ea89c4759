package dev.belfry.engine.webhook;

import dev.belfry.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which webhooks want an event, found without looking at those that do not: by tenant, subject (or
 * none), then type. One thread changes it, any number read; a reader sees a webhook's entry whole
 * or not at all.
 */
final class Index {

  private static final Webhook[] NOBODY = {};

  private final Map<TenantId, Shelf> shelves = new ConcurrentHashMap<>();

  void add(Webhook webhook) {
    addAll(List.of(webhook));
  }

  /** Many at once: each entry they share grows only once. */
  void addAll(List<Webhook> webhooks) {
    var added = new HashMap<Place, List<Webhook>>();
    for (var webhook : webhooks) {
      if (webhook.state().matches()) {
        var shelf = shelf(webhook.tenant());
        shelf.dialects.merge(webhook.dialect(), 1, Integer::sum);
        for (var key : keys(webhook)) {
          added.computeIfAbsent(new Place(shelf, key), _ -> new ArrayList<>()).add(webhook);
        }
      }
    }
    added.forEach(
        (place, some) -> place.shelf.entries.merge(place.key, some.toArray(NOBODY), Index::sum));
  }

  private record Place(Shelf shelf, Key key) {}

  void remove(Webhook webhook) {
    if (webhook.state().matches()) {
      var shelf = shelf(webhook.tenant());
      keys(webhook)
          .forEach(
              key -> shelf.entries.computeIfPresent(key, (_, held) -> without(held, webhook.id())));
      shelf.dialects.computeIfPresent(
          webhook.dialect(), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * In the order of their ids, each once.
   *
   * @param subjects all that the event is about
   */
  List<Webhook> match(TenantId tenant, String type, Collection<String> subjects) {
    var shelf = shelves.get(tenant);
    if (shelf == null) {
      return List.of();
    }
    var found = new ArrayList<Webhook>();
    collect(shelf, "", type, found);
    for (var subject : subjects) {
      collect(shelf, subject, type, found);
    }
    if (found.size() > 1) {
      found.sort((a, b) -> a.id().compareTo(b.id()));
      dropRepeats(found);
    }
    return found;
  }

  /** The dialects of the tenant's webhooks that are matched. */
  Set<String> dialects(TenantId tenant) {
    var shelf = shelves.get(tenant);
    return shelf == null ? Set.of() : shelf.dialects.keySet();
  }

  private static void collect(Shelf shelf, String subject, String type, List<Webhook> found) {
    addAll(shelf.entries.get(new Key(subject, type)), found);
    for (int dot = type.indexOf('.'); dot > 0; dot = type.indexOf('.', dot + 1)) {
      addAll(shelf.entries.get(new Key(subject, type.substring(0, dot + 1).concat("*"))), found);
    }
    if (!type.startsWith(TypePattern.OWN)) {
      addAll(shelf.entries.get(new Key(subject, "*")), found);
    }
  }

  private static void addAll(Webhook @Nullable [] held, List<Webhook> found) {
    if (held != null) {
      found.addAll(Arrays.asList(held));
    }
  }

  private static void dropRepeats(List<Webhook> sorted) {
    var kept = 1;
    for (int i = 1; i < sorted.size(); i++) {
      if (!sorted.get(i).id().equals(sorted.get(kept - 1).id())) {
        sorted.set(kept++, sorted.get(i));
      }
    }
    sorted.subList(kept, sorted.size()).clear();
  }

  private Shelf shelf(TenantId tenant) {
    return shelves.computeIfAbsent(tenant, _ -> new Shelf());
  }

  private static List<Key> keys(Webhook webhook) {
    var wants = webhook.wants();
    var subject = wants.subject() == null ? "" : wants.subject();
    return wants.types().stream()
        .distinct()
        .map(pattern -> new Key(subject, pattern.text()))
        .toList();
  }

  private static Webhook[] sum(Webhook[] held, Webhook[] added) {
    var all = Arrays.copyOf(held, held.length + added.length);
    System.arraycopy(added, 0, all, held.length, added.length);
    return all;
  }

  private static Webhook @Nullable [] without(Webhook[] held, WebhookId id) {
    var rest = Arrays.stream(held).filter(other -> !other.id().equals(id)).toList();
    return rest.isEmpty() ? null : rest.toArray(NOBODY);
  }

  /** What is looked up: a subject (empty for webhooks without scope) and a pattern's text. */
  private record Key(String subject, String pattern) {}

  /** One tenant's entries. */
  private static final class Shelf {
    private final Map<Key, Webhook[]> entries = new ConcurrentHashMap<>();

    /** How many webhooks of each dialect there are. */
    private final Map<String, Integer> dialects = new ConcurrentHashMap<>();
  }
}
