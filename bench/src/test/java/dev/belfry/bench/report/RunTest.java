package dev.belfry.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {

  private static final Check GOOD = Check.equal("delivered", 5, 5);
  private static final Check BAD = Check.none("delivered twice", 3);

  @TempDir Path folder;

  @Test
  void when_rounds_alternate_then_medians_and_the_ratio_of_medians_are_told() {
    var medians =
        run(
                steady("floor", 1000, GOOD),
                steady("belfry", 400, GOOD),
                steady("floor", 9000, GOOD),
                steady("belfry", 500, GOOD),
                steady("floor", 2000, GOOD),
                steady("belfry", 1000, GOOD))
            .medians();

    assertThat(medians.find("steady", "floor", "delivered").orElseThrow().value()).isEqualTo(2000);
    assertThat(medians.find("steady", "belfry", Aim.OF_FLOOR).orElseThrow().value())
        .isEqualTo(0.25);
    assertThat(medians.find("steady", "floor", Aim.OF_FLOOR)).isEmpty();
    assertThat(Aim.ALL.getFirst().reachedIn(medians)).contains(false);
  }

  @Test
  void when_other_dialects_were_measured_then_each_is_compared_with_our_own() {
    var medians =
        run(
                steady("floor", 1000, GOOD),
                steady("belfry", 400, GOOD),
                steady("cometchat", 300, GOOD))
            .medians();

    assertThat(medians.find("steady", "cometchat", Aim.OF_OWN).orElseThrow().value())
        .isEqualTo(0.75);
    assertThat(medians.find("steady", "cometchat", Aim.OF_FLOOR)).isEmpty();
    assertThat(medians.find("steady", "belfry", Aim.OF_OWN)).isEmpty();
  }

  @Test
  void when_the_rounds_are_even_in_number_then_the_median_lies_between_the_middle_two() {
    var medians = run(steady("belfry", 10, GOOD), steady("belfry", 40, GOOD)).medians();

    assertThat(medians.find("steady", "belfry", "delivered").orElseThrow().value()).isEqualTo(25);
    assertThat(medians.find("steady", "belfry", Aim.OF_FLOOR)).isEmpty();
  }

  @Test
  void when_one_check_fails_then_the_run_fails_and_table_and_page_say_what() {
    var run = run(steady("belfry", 10, GOOD), steady("belfry", 10, BAD));

    assertThat(run.passed()).isFalse();
    assertThat(Table.of(run)).contains("FAILED: steady, belfry: delivered twice: 3");
    assertThat(ResultsPage.of(run)).contains("**Some checks failed:**", "delivered twice: 3");
    assertThat(run(steady("belfry", 10, GOOD)).passed()).isTrue();
  }

  @Test
  void when_a_run_is_written_and_read_then_it_is_the_same() throws IOException {
    var run = run(steady("floor", 1234.5, GOOD), steady("belfry", 0.25, BAD));
    var file = folder.resolve("some").resolve("run.json");

    RunFile.write(run, file);

    assertThat(RunFile.read(file)).isEqualTo(run);
  }

  @Test
  void when_the_page_is_written_then_it_names_machine_aims_and_figures() {
    var page = ResultsPage.of(run(steady("floor", 20_000, GOOD), steady("belfry", 12_345.6, GOOD)));

    assertThat(page)
        .contains("Measured 2026-01-02.")
        .contains("- cores: 2")
        .contains("| steady | belfry | delivered, ratio to floor | ≥ 0.35 | 0.62 | reached |")
        .contains("### steady, belfry (1 round)")
        .contains("| delivered | 12,346/s |")
        .doesNotContain("| paced |");
  }

  private static Run run(Round... rounds) {
    return new Run(
        Instant.parse("2026-01-02T03:04:05Z"), false, Map.of("cores", "2"), List.of(rounds));
  }

  private static Round steady(String program, double delivered, Check check) {
    return new Round(
        "steady", program, List.of(new Figure("delivered", delivered, "/s")), List.of(check));
  }
}
