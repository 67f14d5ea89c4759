package dev.belfry.engine.filter;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Filters by their text, compiled at their first use: webhooks that are never matched cost none.
 */
public final class Filters {

  private static final int MOST_KEPT = 20_000;

  private final Map<String, Optional<Filter>> known = new ConcurrentHashMap<>();

  /** Empty if it does not compile (any more); then nothing matches it. */
  public Optional<Filter> find(String expression) {
    var filter = known.get(expression);
    if (filter == null) {
      filter = compiled(expression);
      if (known.size() >= MOST_KEPT) {
        known.clear();
      }
      known.put(expression, filter);
    }
    return filter;
  }

  private static Optional<Filter> compiled(String expression) {
    try {
      return Optional.of(Filter.compile(expression));
    } catch (InvalidFilter _) {
      return Optional.empty();
    }
  }
}
