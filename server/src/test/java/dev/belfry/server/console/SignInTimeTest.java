package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** T88: whoever guesses learns nothing from how, or how fast, a wrong key is refused. */
class SignInTimeTest {

  private static final int ROUNDS = 200;
  private static final int WARM_UP = 100;

  /**
   * What gives a key away is a look-up in the store, or a hash that is slow: it would show in every
   * measurement, while a machine that stutters does not do so three times alike.
   */
  private static final double MOST_APART = 1.5;

  private static final int MEASUREMENTS = 3;

  /** Of the samples of a key: what else the machine did makes others slower, never faster. */
  private static final double QUANTILE = 0.1;

  private final Random random = new Random(88);
  private final Map<String, String> answers = new HashMap<>();
  private int tries;

  @Test
  void when_a_key_is_wrong_then_what_is_answered_and_how_fast_is_alike_for_all_T88() {
    try (var rig = new ConsoleRig(Map.of("BELFRY_TRUSTED_PROXIES", "127.0.0.1/32"))) {
      var wrong = wrongKeys(rig);
      measure(rig, wrong, WARM_UP);

      var measured = new ArrayList<Map<String, Long>>();
      do {
        measured.add(measure(rig, wrong, ROUNDS));
      } while (apart(measured.getLast()) >= MOST_APART && measured.size() < MEASUREMENTS);

      assertThat(answers).hasSameSizeAs(wrong);
      assertThat(answers.values())
          .allMatch(answer -> answer.startsWith("401"))
          .containsOnly(answers.values().iterator().next());
      assertThat(apart(measured.getLast()))
          .describedAs("ns by what was guessed, measurement after measurement: %s", measured)
          .isLessThan(MOST_APART);
    }
  }

  /** How long a refusal takes, in ns, by what was guessed; all by turns, in any order. */
  private Map<String, Long> measure(ConsoleRig rig, Map<String, String> wrong, int rounds) {
    var times = new HashMap<String, List<Long>>();
    var order = new ArrayList<>(wrong.entrySet());
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, random);
      for (var guess : order) {
        var began = System.nanoTime();
        var answer = trySigningIn(rig, guess.getValue());
        var took = System.nanoTime() - began;
        answers.merge(guess.getKey(), told(answer), SignInTimeTest::same);
        times.computeIfAbsent(guess.getKey(), _ -> new ArrayList<>()).add(took);
      }
    }
    return times.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> quick(each.getValue())));
  }

  private static String same(String before, String now) {
    assertThat(now).isEqualTo(before);
    return now;
  }

  private static double apart(Map<String, Long> times) {
    var all = times.values().stream().mapToLong(Long::longValue).summaryStatistics();
    return (double) all.getMax() / all.getMin();
  }

  /** What somebody may guess, from nothing right to all but the last character. */
  private static Map<String, String> wrongKeys(ConsoleRig rig) {
    try (var operator = rig.operator()) {
      var made = operator.post("/v1/tenants/dev/keys", "application/json", "{}").orFail().json();
      var secret = made.get("secret").asString();
      var wrong = new LinkedHashMap<String, String>();
      wrong.put("nothing right", "bfy_" + "0".repeat(secret.length() - 4));
      wrong.put("the id of a key", made.get("id").asString());
      wrong.put("the beginning of a key", secret.substring(0, secret.length() / 2));
      wrong.put("all but the end of a key", otherEnd(secret));
      wrong.put("all but the end of the key of --dev", otherEnd(Program.DEV_SECRET));
      wrong.put("all but the end of the operator's", otherEnd(rig.operatorKey()));
      return wrong;
    }
  }

  private static String otherEnd(String secret) {
    var end = secret.endsWith("0") ? "1" : "0";
    return secret.substring(0, secret.length() - 1) + end;
  }

  /** Each from another address, so that none is made to wait. */
  private HttpResponse<String> trySigningIn(ConsoleRig rig, String key) {
    var headers = new HashMap<>(rig.browser(""));
    tries++;
    headers.put("Origin", rig.url.toString().replace("http:", "https:"));
    headers.put("X-Forwarded-Proto", "https");
    headers.put("X-Forwarded-For", "198.51." + tries / 250 + "." + (1 + tries % 250));
    return rig.send("POST", "/console/sign-in", headers, ConsoleRig.encoded(Map.of("key", key)));
  }

  /** All that is told but the time of day. */
  private static String told(HttpResponse<String> answer) {
    var headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return answer.statusCode() + "\n" + headers + "\n" + answer.body();
  }

  private static long quick(List<Long> times) {
    return times.stream().sorted().skip((long) (QUANTILE * times.size())).findFirst().orElseThrow();
  }
}
