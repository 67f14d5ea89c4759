package dev.belfry.engine.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.belfry.engine.pattern.Budget;
import dev.belfry.engine.pattern.LinearPattern;

/** The patterns of schemas, matched in linear time, within what a check may take in all. */
final class Patterns implements RegularExpressionFactory {

  static final ScopedValue<Budget> BUDGET = ScopedValue.newInstance();

  @Override
  public RegularExpression getRegularExpression(String text) {
    var pattern = LinearPattern.compile(translated(text));
    return value -> pattern.isIn(value, BUDGET.get());
  }

  /** ECMAScript's way to write a character by its number, in RE2's. */
  static String translated(String text) {
    return text.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u([0-9A-Fa-f]{4})", "$1\\\\x{$2}");
  }
}
