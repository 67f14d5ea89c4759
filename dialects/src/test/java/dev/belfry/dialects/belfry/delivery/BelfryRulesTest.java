package dev.belfry.dialects.belfry.delivery;

import static dev.belfry.dialects.belfry.delivery.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.Judged;
import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T32: statuses and Retry-After; and the default schedule. */
class BelfryRulesTest {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Retry EXACT = new Retry(Retry.USUAL.schedule(), 0);

  private final BelfryRules rules = new BelfryRules();

  @Test
  void when_the_status_is_2xx_then_it_is_success_even_if_the_body_is_cut() {
    for (int status = 200; status <= 299; status++) {
      assertThat(judge(status, null)).isEqualTo(new Outcome.Succeeded());
      assertThat(
              rules.judge(
                  Samples.webhook(),
                  new Answer.Answered(status, List.of(), new byte[0], true),
                  NOON))
          .isEqualTo(new Outcome.Succeeded());
    }
    assertThat(after(new Outcome.Succeeded(), 3)).isEqualTo(new NextStep.Finish());
  }

  @Test
  void when_the_status_is_another_then_the_table_of_outcomes_holds() {
    for (int status = 100; status <= 999; status++) {
      if (status < 200 || status > 299) {
        assertRefused(status);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void when_nothing_was_answered_then_the_word_for_it_is_kept(Answer.Failure failure) {
    var outcome = rules.judge(Samples.webhook(), new Answer.Failed(failure, "in words"), NOON);

    assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
    var word = ((Outcome.Unreachable) outcome).error();
    assertThat(List.of("dns", "blocked", "connect", "tls", "timeout", "reset", "bad_response"))
        .contains(word);
    assertThat(word).isEqualToIgnoringCase(failure.name());
    assertThat(after(outcome, 1)).isEqualTo(new NextStep.RetryAt(NOON.plus(FIRST_WAIT), null));
    assertThat(after(outcome, 10)).isEqualTo(new NextStep.GiveUp(word, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0 | PT0S",
        "1 | PT1S",
        "120 | PT2M",
        "  30   | PT30S",
        "007 | PT7S",
        "86400 | PT24H",
        "86401 | PT24H",
        "315360000 | PT24H",
        "99999999999999999999999999 | PT24H",
        "00000000000000000000000005 | PT5S",
        "Sun, 01 Mar 2026 12:01:00 GMT | PT1M",
        "Sunday, 01-Mar-26 12:01:00 GMT | PT1M",
        "Sun Mar  1 12:01:00 2026 | PT1M",
        "Sun, 01 Mar 2026 11:59:00 GMT | PT0S",
        "Sun, 06 Nov 1994 08:49:37 GMT | PT0S",
        "Sunday, 06-Nov-94 08:49:37 GMT | PT0S",
        "Sun Nov  6 08:49:37 1994 | PT0S",
        "Fri, 29 Feb 2036 12:00:00 GMT | PT24H",
        "Friday, 29-Feb-36 12:00:00 GMT | PT24H",
      })
  void when_retry_after_has_a_good_form_then_the_wait_is_that_within_a_day(
      String value, Duration wait) {
    assertThat(judge(429, value)).isEqualTo(new Outcome.Refused(429, wait));
    assertThat(judge(503, value)).isEqualTo(new Outcome.Refused(503, wait));
    assertThat(after(judge(503, value), 1)).isEqualTo(new NextStep.RetryAt(NOON.plus(wait), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-0",
        "+5",
        "1.5",
        "1e308",
        "1e3",
        "NaN",
        "Infinity",
        "0x10",
        "5s",
        "5 s",
        "5, 6",
        "\u0665",
        "soon",
        "PT5S",
        "2026-03-01T12:01:00Z",
        "Mon, 01 Mar 2026 12:01:00 GMT",
        "Sun, 01 Mar 2026 12:01:00 CET",
        "Sun, 01 Mar 2026 24:01:00 GMT",
        "Sun, 31 Feb 2026 12:01:00 GMT",
        "Sun, 01 Mar 2026 12:01:00",
        ",",
        "Sun,"
      })
  void when_retry_after_has_no_good_form_then_it_is_ignored(String value) {
    assertThat(judge(429, value)).isEqualTo(new Outcome.Refused(429, null));
    assertThat(after(judge(429, value), 1))
        .isEqualTo(new NextStep.RetryAt(NOON.plus(FIRST_WAIT), null));
  }

  @Test
  void when_retry_after_is_obeyed_then_only_its_own_step_is_replaced() {
    assertThat(after(judge(503, "1"), 9))
        .isEqualTo(new NextStep.RetryAt(NOON.plusSeconds(1), null));
    assertThat(after(judge(503, null), 9))
        .isEqualTo(new NextStep.RetryAt(NOON.plus(Duration.ofHours(24)), null));
    assertThat(after(judge(503, "1"), 10)).isEqualTo(new NextStep.GiveUp("status", null));
  }

  @Test
  void when_all_attempts_of_the_default_schedule_fail_then_there_are_ten() {
    var at = NOON;
    var random = new Random(1);
    var attempts = 0;
    NextStep next;
    do {
      next =
          rules.after(
              judged(Samples.webhook(), judge(500, null), ++attempts, NOON, at),
              Waits.REAL,
              random);
      if (next instanceof NextStep.RetryAt(var due, var hold)) {
        var wait = Retry.USUAL.schedule().get(attempts - 1);
        assertThat(hold).isNull();
        assertThat(Duration.between(at, due))
            .isBetween(wait.multipliedBy(8).dividedBy(10), wait.multipliedBy(12).dividedBy(10));
        at = due;
      }
    } while (next instanceof NextStep.RetryAt);
    assertThat(next).isEqualTo(new NextStep.GiveUp("status", null));
    assertThat(attempts).isEqualTo(10);
  }

  @Test
  void when_waits_are_varied_then_they_lie_evenly_within_a_fifth() {
    var random = new Random(2);
    var draws = 50_000;
    var tenths = new int[10];
    for (int i = 0; i < draws; i++) {
      var next =
          rules.after(
              judged(Samples.webhook(), judge(500, null), 4, null, NOON), Waits.REAL, random);
      var wait = Duration.between(NOON, ((NextStep.RetryAt) next).due());
      var share = wait.toNanos() / (double) Duration.ofHours(2).toNanos();
      tenths[(int) Math.floor((share - 0.8) * 25)]++;
    }
    assertThat(IntStream.of(tenths)).allMatch(count -> Math.abs(count - draws / 10) < draws / 100);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "431999, false", "432000, true", "900000, true"})
  void when_it_fails_for_five_days_then_the_webhook_is_disabled(long seconds, boolean disabled) {
    for (var step : List.of(1, 10)) {
      var next = after(judge(500, null), step, NOON.minusSeconds(seconds), Waits.REAL);

      assertThat(next.equals(new NextStep.Disable("failing"))).isEqualTo(disabled);
    }
  }

  @Test
  void when_it_succeeds_after_five_days_then_the_webhook_stays() {
    assertThat(after(new Outcome.Succeeded(), 1, NOON.minusSeconds(900_000), Waits.REAL))
        .isEqualTo(new NextStep.Finish());
  }

  @Test
  void when_time_is_scaled_then_every_wait_and_the_five_days_are_shorter() {
    var waits = new Waits(1000);

    assertThat(after(judge(500, null), 1, null, waits))
        .isEqualTo(new NextStep.RetryAt(NOON.plusMillis(5), null));
    assertThat(after(judge(429, "60"), 1, null, waits))
        .isEqualTo(new NextStep.RetryAt(NOON.plusMillis(60), NOON.plusMillis(60)));
    assertThat(after(judge(503, "315360000"), 1, null, waits))
        .isEqualTo(new NextStep.RetryAt(NOON.plusMillis(86_400), null));
    assertThat(after(judge(500, null), 1, NOON.minusMillis(431_999), waits))
        .isInstanceOf(NextStep.RetryAt.class);
    assertThat(after(judge(500, null), 1, NOON.minusMillis(432_000), waits))
        .isEqualTo(new NextStep.Disable("failing"));
  }

  @Test
  void when_there_is_no_schedule_then_the_first_failure_is_the_last() {
    var never = Samples.webhook(new Retry(List.of(), 0.2));

    var last = judged(never, judge(429, "5"), 1, NOON, NOON);

    assertThat(rules.after(last, Waits.REAL, new Random(3)))
        .isEqualTo(new NextStep.GiveUp("status", NOON.plusSeconds(5)));
  }

  @Test
  void when_asked_then_the_breaker_is_on() {
    assertThat(rules.breaker()).isTrue();
  }

  private void assertRefused(int status) {
    var outcome = judge(status, "7");
    var asked = status == 429 || status == 503 ? Duration.ofSeconds(7) : null;
    assertThat(outcome).isEqualTo(new Outcome.Refused(status, asked));
    var next =
        switch (status) {
          case 410 -> new NextStep.Disable("gone");
          case 429 -> new NextStep.RetryAt(NOON.plusSeconds(7), NOON.plusSeconds(7));
          case 503 -> new NextStep.RetryAt(NOON.plusSeconds(7), null);
          default -> new NextStep.RetryAt(NOON.plus(FIRST_WAIT), null);
        };
    assertThat(after(outcome, 1)).as("status %d", status).isEqualTo(next);
    var last =
        switch (status) {
          case 410 -> new NextStep.Disable("gone");
          case 429 -> new NextStep.GiveUp("status", NOON.plusSeconds(7));
          default -> new NextStep.GiveUp("status", null);
        };
    assertThat(after(outcome, 10)).as("status %d", status).isEqualTo(last);
  }

  private Outcome judge(int status, @Nullable String retryAfter) {
    var headers =
        retryAfter == null
            ? List.<Header>of()
            : List.of(new Header("Server", "x"), new Header("retry-AFTER", retryAfter));
    return rules.judge(
        Samples.webhook(), new Answer.Answered(status, headers, new byte[0], false), NOON);
  }

  private NextStep after(Outcome outcome, int step) {
    return after(outcome, step, NOON, Waits.REAL);
  }

  private NextStep after(Outcome outcome, int step, @Nullable Instant failingSince, Waits waits) {
    return rules.after(
        judged(Samples.webhook(EXACT), outcome, step, failingSince, NOON), waits, new Random(4));
  }

  private static Judged judged(
      Webhook webhook, Outcome outcome, int step, @Nullable Instant failingSince, Instant ended) {
    return new Judged(webhook, Samples.event(Data.NONE), outcome, step, failingSince, ended);
  }
}
