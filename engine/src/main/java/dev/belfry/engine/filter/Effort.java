package dev.belfry.engine.filter;

import dev.belfry.engine.pattern.Budget;
import dev.belfry.engine.pattern.LinearPattern;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/**
 * Counts what judging one event takes, part by part of the expression: 1 for each, more for long
 * texts, and for lists and maps that a function goes through as a whole.
 */
final class Effort implements CelEvaluationListener {

  private static final int CHARACTERS_A_UNIT = 256;
  private static final int BYTES_A_UNIT = 64;
  private static final int TO_COMPILE = 10;

  private final Budget budget;
  private final Map<String, LinearPattern> patterns;
  private final Map<Long, Integer> wholes;
  private final int size;

  /**
   * @param patterns those that stand in the filter
   * @param wholes the parts whose values a function goes through, and how often the event's data
   *     may be in each
   * @param size of the event's data, in bytes: no list or map in it is larger
   */
  Effort(Budget budget, Map<String, LinearPattern> patterns, Map<Long, Integer> wholes, int size) {
    this.budget = budget;
    this.patterns = patterns;
    this.wholes = wholes;
    this.size = size;
  }

  Budget budget() {
    return budget;
  }

  /** One that stands in the filter, or else in the event, which is compiled anew each time. */
  LinearPattern pattern(String text) {
    var known = patterns.get(text);
    if (known != null) {
      return known;
    }
    budget.spend((long) text.length() * TO_COMPILE);
    return LinearPattern.compile(text);
  }

  @Override
  public void callback(CelExpr part, Object value) {
    budget.spend(1 + weight(part, value));
  }

  private long weight(CelExpr part, Object value) {
    return switch (value) {
      case String text -> text.length() / CHARACTERS_A_UNIT;
      case Map<?, ?> map -> large(part, map.size());
      case Collection<?> list -> large(part, list.size());
      default -> 0;
    };
  }

  private long large(CelExpr part, int count) {
    var times = count == 0 ? null : wholes.get(part.id());
    return times == null ? 0 : count + (long) times * (size / BYTES_A_UNIT);
  }
}
