package dev.belfry.engine.filter;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Optional;

/**
 * Filters by their text, compiled at their first use: webhooks that are never matched cost none.
 * What is compiled is bounded in memory; those not used for long are compiled again.
 */
public final class Filters {

  /** Measured: 84 bytes for each character, and 1 KiB for the smallest. */
  private static final int BYTES_A_CHARACTER = 84;

  private static final int BYTES_EACH = 1024;

  /** Measured: 51 ms for 4,000 characters. */
  private static final int UNITS_A_CHARACTER = 40;

  private final Cache<String, Optional<Filter>> known;

  /** With a share of the memory that this program may have. */
  public Filters() {
    this(Runtime.getRuntime().maxMemory() / 16);
  }

  Filters(long mostBytes) {
    known =
        CacheBuilder.newBuilder()
            .concurrencyLevel(1) // else each part has a part of the room only
            .maximumWeight(mostBytes)
            .weigher(
                (String text, Optional<Filter> _) -> BYTES_EACH + BYTES_A_CHARACTER * text.length())
            .build();
  }

  /**
   * Empty if it does not compile (any more); then nothing matches it.
   *
   * @param facts of the event that it is for: compiling counts as exertion
   */
  public Optional<Filter> find(String expression, Facts facts) {
    var filter = known.getIfPresent(expression);
    if (filter == null) {
      filter = compiled(expression);
      facts.took((long) expression.length() * UNITS_A_CHARACTER);
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
