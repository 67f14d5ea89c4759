package dev.belfry.server.console.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.console.room.Chart.Line;
import dev.belfry.server.console.room.Chart.Mark;
import dev.belfry.server.console.room.Chart.Series;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void when_figures_are_drawn_then_the_largest_is_below_a_round_mark() {
    var chart = Chart.even("Things", "1", List.of(series(0.0, 13.0, 20.0)), List.of(), 1);

    assertThat(chart.up()).extracting(Mark::label).containsExactly("0", "10", "20");
    assertThat(chart.lines().getFirst().pieces()).containsExactly("46,142 260,56.2 474,10");
    assertThat(chart.say()).isEqualTo("Things: one at most 20, now 20.");
  }

  @Test
  void when_something_is_missing_then_the_line_is_in_pieces_and_one_alone_is_a_dash() {
    var chart = Chart.shares("Share", "4", List.of(series(100.0, null, 0.0, 50.0)), List.of());

    assertThat(chart.lines())
        .extracting(Line::pieces)
        .containsExactly(List.of("44.5,10 47.5,10", "331.3,142 474,76"));
    assertThat(chart.up()).extracting(Mark::label).containsExactly("0 %", "50 %", "100 %");
  }

  @Test
  void when_times_are_drawn_then_each_mark_is_ten_times_the_one_below() {
    var chart = Chart.times("Time", "5", List.of(series(1.0, 40.0, 1000.0)), List.of());

    assertThat(chart.up())
        .extracting(Mark::label)
        .containsExactly("1 ms", "10 ms", "100 ms", "1.0 s");
    assertThat(chart.lines().getFirst().pieces().getFirst()).startsWith("46,142 ").endsWith(",10");
  }

  @Test
  void when_times_are_very_long_then_there_are_few_marks_still() {
    var chart = Chart.times("Time", "5", List.of(series(200_000_000.0)), List.of());

    assertThat(chart.up()).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void when_there_is_nothing_then_there_is_no_line_and_a_scale_still() {
    var chart = Chart.times("Time", "5", List.of(series((Double) null)), List.of());

    assertThat(chart.lines().getFirst().pieces()).isEmpty();
    assertThat(chart.up()).extracting(Mark::label).containsExactly("1 ms", "10 ms");
  }

  private static Series series(@Nullable Double... values) {
    return new Series("one", "s-good", Arrays.asList(values));
  }
}
