package dev.belfry.dialects.superoffice;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code $filter} of the archive (section 11): comparisons joined by {@code and} and {@code or},
 * with brackets.
 */
final class ArchiveFilter {

  private static final int LONGEST = 4000;
  private static final int DEEPEST = 16;
  private static final Set<String> DATES = Set.of("registeredDate", "webhookUsage/lastEvent");

  private final List<String> tokens;
  private int at;

  private ArchiveFilter(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws Problem 400 if it cannot be understood
   */
  static Predicate<Columns> parse(String text) {
    if (text.length() > LONGEST) {
      throw bad("is over " + LONGEST + " characters");
    }
    var filter = new ArchiveFilter(tokens(text));
    var all = filter.any(0);
    if (filter.at < filter.tokens.size()) {
      throw bad("has more than can be understood");
    }
    return all;
  }

  private Predicate<Columns> any(int depth) {
    var any = all(depth);
    while (takes("or")) {
      any = any.or(all(depth));
    }
    return any;
  }

  private Predicate<Columns> all(int depth) {
    var all = one(depth);
    while (takes("and")) {
      all = all.and(one(depth));
    }
    return all;
  }

  private Predicate<Columns> one(int depth) {
    if (depth > DEEPEST) {
      throw bad("has brackets nested over " + DEEPEST + " deep");
    }
    if (takes("(")) {
      var inner = any(depth + 1);
      expect(")");
      return inner;
    }
    var column = Columns.spelled(next());
    if (column.isEmpty()) {
      throw bad("names a column that there is not");
    }
    return comparison(column, next().toLowerCase(Locale.ROOT));
  }

  private Predicate<Columns> comparison(String column, String word) {
    return switch (word) {
      case "eq", "=", "is", "equals" -> compare(column, sign -> sign == 0);
      case "ne", "isnot", "!=" -> compare(column, sign -> sign != 0);
      case "lt", "<" -> compare(column, sign -> sign < 0);
      case "gt", ">" -> compare(column, sign -> sign > 0);
      case "le", "<=" -> compare(column, sign -> sign <= 0);
      case "ge", ">=" -> compare(column, sign -> sign >= 0);
      case "before" -> compare(column, sign -> sign < 0);
      case "after" -> compare(column, sign -> sign > 0);
      case "begins" -> text(column, (value, wanted) -> value.startsWith(wanted));
      case "contains" -> text(column, (value, wanted) -> value.contains(wanted));
      case "between" -> {
        var from = operand();
        takes(",");
        takes("and");
        var to = operand();
        yield row -> sign(column, row, from) >= 0 && sign(column, row, to) <= 0;
      }
      case "oneof" -> oneOf(column);
      default -> throw bad("has a word for comparing that is not known");
    };
  }

  private Predicate<Columns> oneOf(String column) {
    var wanted = new ArrayList<String>();
    expect("(");
    do {
      wanted.add(operand());
    } while (takes(","));
    expect(")");
    return row -> wanted.stream().anyMatch(one -> sign(column, row, one) == 0);
  }

  @FunctionalInterface
  private interface TextTest {
    boolean holds(String value, String wanted);
  }

  private Predicate<Columns> text(String column, TextTest test) {
    var wanted = operand().toLowerCase(Locale.ROOT);
    return row -> test.holds(row.value(column).toString().toLowerCase(Locale.ROOT), wanted);
  }

  private Predicate<Columns> compare(String column, java.util.function.IntPredicate test) {
    var wanted = operand();
    sign(column, null, wanted);
    return row -> test.test(sign(column, row, wanted));
  }

  /** How a row's value stands to what is wanted; without a row only checks what is wanted. */
  private static int sign(String column, @Nullable Columns row, String wanted) {
    var value = row == null ? "" : row.value(column);
    if (DATES.contains(column)) {
      var date = date(wanted);
      return row == null || value.toString().isEmpty()
          ? -1
          : date(value.toString()).compareTo(date);
    }
    if (value instanceof Integer number) {
      return number.compareTo(number(wanted));
    }
    return String.CASE_INSENSITIVE_ORDER.compare(value.toString(), wanted);
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw bad("compares a number with what is none");
    }
  }

  private static Instant date(String text) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw bad("compares a date with what is none");
    }
  }

  private String operand() {
    var token = next();
    if (token.equals("(") || token.equals(")") || token.equals(",")) {
      throw bad("lacks a value");
    }
    return token.startsWith("'") ? token.substring(1) : token;
  }

  private boolean takes(String token) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!takes(token)) {
      throw bad("lacks a " + token);
    }
  }

  private String next() {
    if (at == tokens.size()) {
      throw bad("ends too early");
    }
    return tokens.get(at++);
  }

  /** Words, brackets, commas, and texts in quotes, which keep the first quote. */
  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    var i = 0;
    while (i < text.length()) {
      var c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '(' || c == ')' || c == ',') {
        tokens.add(String.valueOf(c));
        i++;
      } else if (c == '\'') {
        i = quoted(text, i + 1, tokens);
      } else {
        var start = i;
        while (i < text.length() && " \t\r\n(),'".indexOf(text.charAt(i)) < 0) {
          i++;
        }
        tokens.add(text.substring(start, i));
      }
    }
    return tokens;
  }

  /** Two quotes stand for one; answers behind the end. */
  private static int quoted(String text, int from, List<String> tokens) {
    var value = new StringBuilder("'");
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) != '\'') {
        value.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
        value.append(text.charAt(i++));
      } else {
        tokens.add(value.toString());
        return i + 1;
      }
    }
    throw bad("has a quote that is not closed");
  }

  private static Problem bad(String fault) {
    return Problem.stack(400, "The request is invalid.", "$filter " + fault + ".");
  }
}
