package dev.belfry.engine.webhook;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.filter.Facts;
import dev.belfry.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who wants an event: found by type and subject in the index, then asked for filter and dialect.
 */
final class Matching {

  private final Map<String, Wanting> wantings;
  private final Index index = new Index();
  private final Screening screening = new Screening();

  /**
   * @param wantings by the dialect's name; those left out are plain
   */
  Matching(Map<String, Wanting> wantings) {
    this.wantings = Map.copyOf(wantings);
  }

  void addAll(List<Webhook> some) {
    index.addAll(some);
  }

  void add(Webhook webhook) {
    index.add(webhook);
  }

  void remove(Webhook webhook) {
    index.remove(webhook);
  }

  /** Who would be owed an accepted event today. */
  List<Webhook> of(Event event) {
    return of(event.tenant(), new NewEvent(event.attributes(), event.data()), Facts.of(event));
  }

  /** Who is owed an event, in the order of their ids; {@code facts} remembers what filters said. */
  List<Webhook> of(TenantId tenant, NewEvent event, Facts facts) {
    return of(tenant, event, facts, Map.of());
  }

  /**
   * The same.
   *
   * @param changed the tenant's webhooks that are otherwise now than the index has them
   */
  List<Webhook> of(TenantId tenant, NewEvent event, Facts facts, Map<WebhookId, Webhook> changed) {
    var attributes = event.attributes();
    var dialects = dialects(tenant, changed);
    var subjects = new LinkedHashSet<String>();
    if (attributes.subject() != null) {
      subjects.add(attributes.subject());
    }
    var plain = true;
    for (var dialect : dialects) {
      var wanting = wanting(dialect);
      if (!wanting.equals(Wanting.PLAIN)) {
        plain = false;
        subjects.addAll(wanting.subjects(event));
      }
    }
    var found = index.match(tenant, attributes.type(), subjects);
    if (!changed.isEmpty()) {
      found = asChanged(found, changed, attributes.type(), subjects);
    }
    Screening.dropSubject(found, attributes);
    if (plain) {
      return screening.screened(found, facts);
    }
    found.removeIf(webhook -> !wanting(webhook.dialect()).wants(webhook, event));
    var chosen = screening.screened(found, facts);
    for (var dialect : dialects) {
      chosen = wanting(dialect).chosen(chosen);
    }
    return chosen;
  }

  private Set<String> dialects(TenantId tenant, Map<WebhookId, Webhook> changed) {
    var indexed = index.dialects(tenant);
    if (changed.isEmpty()) {
      return indexed;
    }
    var all = new LinkedHashSet<>(indexed);
    changed.values().forEach(webhook -> all.add(webhook.dialect()));
    return all;
  }

  private static List<Webhook> asChanged(
      List<Webhook> found, Map<WebhookId, Webhook> changed, String type, Set<String> subjects) {
    var others = found.stream().filter(webhook -> !changed.containsKey(webhook.id()));
    var those =
        changed.values().stream()
            .filter(webhook -> webhook.state().matches())
            .filter(webhook -> webhook.wants().wantsType(type))
            .filter(webhook -> isAbout(webhook.wants().subject(), subjects));
    return Stream.concat(others, those)
        .sorted(Comparator.comparing(Webhook::id))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static boolean isAbout(@Nullable String wanted, Set<String> subjects) {
    return wanted == null || subjects.contains(wanted);
  }

  /** Whether an accepted event would be owed to this webhook today, if it had come just now. */
  boolean wouldMatch(Webhook webhook, Event event) {
    var wanting = wanting(webhook.dialect());
    if (!wanting.equals(Wanting.PLAIN)) {
      return of(event).stream().anyMatch(one -> one.id().equals(webhook.id()));
    }
    return screening.points(webhook, event, wanting).stream()
        .filter(
            point -> point.what() != Point.What.STATE && point.what() != Point.What.CREATED_LATER)
        .allMatch(Point::passed);
  }

  /** What today's webhook makes of an event, point by point. */
  List<Point> points(Webhook webhook, Event event) {
    return screening.points(webhook, event, wanting(webhook.dialect()));
  }

  private Wanting wanting(String dialect) {
    return wantings.getOrDefault(dialect, Wanting.PLAIN);
  }
}
