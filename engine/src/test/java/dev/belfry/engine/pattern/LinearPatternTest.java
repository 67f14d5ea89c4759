package dev.belfry.engine.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  /** Tells the time of this thread alone, however busy the machine is. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc 4",
        "a{3} 4",
        "a{2,5} 6",
        "(ab){3} 13",
        "[a-z]{10} 11",
        "[]a]{10} 11",
        "[^]a\\]]{10} 11",
        "\\d{4}-\\d{2} 8",
        "(a{10}){10} 121",
        "((a{100}){100}){100} 1020001",
        "a{,5} 6",
        "x*y+z? 7"
      })
  void when_a_pattern_is_weighed_then_counted_repetitions_are_written_out(String text, long least) {
    assertThat(Weight.of(text)).isBetween(least - 1, least + least / 2 + 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "a)",
        "[a",
        "(?=a)b",
        "(a)\\1",
        "(?<!a)b",
        "((a{1000}){1000}){1000}",
        "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "a{1001}",
        "\\Q[\\E(a{50}){50}",
        "[a\\Q]",
        "(?P<x"
      })
  void when_a_pattern_is_not_linear_or_too_heavy_then_it_is_refused(String text) {
    assertThatThrownBy(() -> LinearPattern.compile(text)).isInstanceOf(BadPattern.class);
  }

  @Test
  void when_a_pattern_is_very_long_or_nested_very_deep_then_it_is_refused() {
    assertThatThrownBy(() -> LinearPattern.compile("a".repeat(1001)))
        .isInstanceOf(BadPattern.class);
    assertThatThrownBy(() -> LinearPattern.compile("(".repeat(400) + ")".repeat(400)))
        .isInstanceOf(BadPattern.class);
  }

  /** T76: a hundred patterns that make other engines hang, on 50 KB each. */
  @Test
  void when_bad_patterns_meet_50_kilobytes_then_each_takes_little_time_T76() {
    var texts = List.of("a".repeat(50_000), "a".repeat(49_999) + "!", "ab".repeat(25_000));
    for (var pattern : badPatterns()) { // the first round warms up
      isInWithinBounds(LinearPattern.compile(pattern), texts.getFirst());
    }
    var slowest = 0L;
    var which = "";
    for (var pattern : badPatterns()) {
      var compiled = LinearPattern.compile(pattern);
      for (var text : texts) {
        var began = THREADS.getCurrentThreadCpuTime();
        isInWithinBounds(compiled, text);
        var took = THREADS.getCurrentThreadCpuTime() - began;
        if (took > slowest) {
          slowest = took;
          which = pattern;
        }
      }
    }
    System.out.printf("T76: the slowest pattern took %s: %s%n", Duration.ofNanos(slowest), which);
    assertThat(slowest).as(which).isLessThan(Duration.ofMillis(200).toNanos());
  }

  /** With what a filter may use. */
  private static void isInWithinBounds(LinearPattern pattern, String text) {
    try {
      pattern.isIn(text, new Budget(50_000));
    } catch (OverBudget _) {
      // that is an answer, too
    }
  }

  @Test
  void when_a_usual_pattern_meets_50_kilobytes_then_it_is_within_bounds() {
    var text = "a".repeat(50_000);

    assertThat(LinearPattern.compile("^[a-z]+$").isIn(text, new Budget(50_000))).isTrue();
    assertThat(LinearPattern.compile("(b|c)+$").isIn(text, new Budget(50_000))).isFalse();
  }

  @Test
  void when_text_and_pattern_are_too_much_together_then_it_is_over_budget() {
    var pattern = LinearPattern.compile("(a|aa){1,20}$");

    assertThatThrownBy(() -> pattern.isIn("a".repeat(1_000_000), new Budget(50_000)))
        .isInstanceOf(OverBudget.class);
  }

  private static List<String> badPatterns() {
    var inner = List.of("a", "a+", "a*", "a?", "[a-z]", "(a|aa)", "(a|a?)", "\\w", ".", "(a|b|ab)");
    var outer =
        List.of(
            "(%s+)+$",
            "(%s*)*$",
            "(%s+)+!",
            "(%s|%s)*!",
            "^(%s+)+b$",
            "(%s+)*c",
            "(%s*)+d",
            "((%s+)+)+e",
            "(%s{1,5})*f",
            "^(%s?){20}%s{20}$");
    var patterns = new ArrayList<String>();
    for (var i : inner) {
      for (var o : outer) {
        patterns.add(o.replace("%s", "(?:" + i + ")"));
      }
    }
    assertThat(patterns).hasSize(100);
    return patterns;
  }
}
