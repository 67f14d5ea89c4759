package dev.belfry.engine.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.EngineRig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * T62: how long a comparison takes tells nothing of the secret. Guesses that are wrong from the
 * first character on and guesses that are wrong in the last one only take turns by chance; Welch's
 * t-test holds their times against each other, without the slowest tenth (Reparaz and others,
 * "dude, is my code constant time?", 2017). Only in the long run: a time is no test of a commit.
 */
@EnabledIfSystemProperty(
    named = "belfry.long",
    matches = "true",
    disabledReason = "./belfry test --long")
class EqualTimeTest {

  private static final int COMPARES = 1_000_000;
  private static final int WARM_UP = 200_000;
  private static final double LIMIT = 4.5;
  private static final String KEY = "admin-key-that-is-long-enough-0123456789";

  private final Random random = new Random(62);

  @Test
  void T62_verifying_a_signature_takes_as_long_whatever_is_wrong_in_it() {
    var secret = WebhookSecret.parse("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    var verifier = new Verifier(List.of(secret));
    var body = "{\"order\":1}".getBytes(US_ASCII);
    var now = EngineRig.NOON;
    var seconds = Long.toString(now.getEpochSecond());
    var right = "v1," + StandardWebhooks.signature(secret, "msg_1", seconds, body);

    assertThat(verifier.verify("msg_1", seconds, right, body, now))
        .isInstanceOf(Verdict.Good.class);
    var t =
        t(
            right,
            guess -> verifier.verify("msg_1", seconds, guess, body, now) instanceof Verdict.Good);

    assertThat(Math.abs(t)).isLessThan(LIMIT);
  }

  @Test
  void T62_the_operators_key_is_compared_in_equal_time(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var keys = rig.engine.keys();

      assertThat(keys.isAdmin(KEY)).isTrue();
      var t = t(KEY, keys::isAdmin);

      assertThat(Math.abs(t)).isLessThan(LIMIT);
    }
  }

  @Test
  void T62_a_comparison_that_stops_at_the_first_difference_is_seen() {
    var t = t(KEY, guess -> stopsEarly(KEY, guess));

    assertThat(Math.abs(t)).isGreaterThan(LIMIT);
  }

  private static boolean stopsEarly(String wanted, String given) {
    for (int i = 0; i < wanted.length(); i++) {
      if (wanted.charAt(i) != given.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Welch's t of the times of guesses wrong at the start and of guesses wrong at the end. */
  private double t(String right, Predicate<String> compare) {
    measure(right, compare, WARM_UP);
    var times = measure(right, compare, COMPARES);
    var t = Welch.of(times);
    System.out.printf("t of %,d comparisons: %.2f%n", COMPARES, t);
    return t;
  }

  private Times measure(String right, Predicate<String> compare, int count) {
    var nanos = new long[count];
    var late = new boolean[count];
    var taken = 0;
    for (int i = 0; i < count; i++) {
      late[i] = random.nextBoolean();
      var guess = wrongAt(right, late[i] ? right.length() - 2 : 3);
      var start = System.nanoTime();
      var good = compare.test(guess);
      nanos[i] = System.nanoTime() - start;
      taken += good ? 1 : 0;
    }
    assertThat(taken).isZero();
    return new Times(nanos, late);
  }

  /** Both kinds are made in the same way, so that only their contents differ. */
  private String wrongAt(String right, int place) {
    var guess = right.toCharArray();
    var before = guess[place];
    guess[place] = before == 'x' ? 'y' : 'x';
    return new String(guess);
  }

  private record Times(long[] nanos, boolean[] late) {}

  private record Welch(double mean, double varianceOfMean) {

    static double of(Times times) {
      var sorted = times.nanos.clone();
      Arrays.sort(sorted);
      var slowest = sorted[sorted.length * 9 / 10];
      var early = of(times, false, slowest);
      var late = of(times, true, slowest);
      return (early.mean - late.mean) / Math.sqrt(early.varianceOfMean + late.varianceOfMean);
    }

    private static Welch of(Times times, boolean late, long slowest) {
      long count = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < times.nanos.length; i++) {
        if (times.late[i] == late && times.nanos[i] <= slowest) {
          count++;
          sum += times.nanos[i];
          squares += (double) times.nanos[i] * times.nanos[i];
        }
      }
      var mean = sum / count;
      return new Welch(mean, (squares / count - mean * mean) / (count - 1));
    }
  }
}
