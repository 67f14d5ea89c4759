package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** T88: whoever guesses learns nothing from how, or how fast, a wrong key is refused. */
class SignInTimeTest {

  private static final int ROUNDS = 300;
  private static final int WARM_UP = 100;

  /** Machines stutter; what gives a key away is a hash more or less, or a look-up in the store. */
  private static final double MOST_APART = 1.5;

  private int tries;

  @Test
  void when_a_key_is_wrong_then_what_is_answered_and_how_fast_is_alike_for_all_T88() {
    try (var rig = new ConsoleRig(Map.of("BELFRY_TRUSTED_PROXIES", "127.0.0.1/32"))) {
      var wrong = wrongKeys(rig);
      var times = new LinkedHashMap<String, List<Long>>();
      var answers = new HashMap<String, String>();

      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        for (var key : wrong.entrySet()) {
          var began = System.nanoTime();
          var answer = trySigningIn(rig, key.getValue());
          var took = System.nanoTime() - began;
          answers.put(key.getKey(), told(answer));
          if (round >= WARM_UP) {
            times.computeIfAbsent(key.getKey(), _ -> new ArrayList<>()).add(took);
          }
        }
      }

      assertThat(answers).hasSameSizeAs(wrong);
      assertThat(answers.values())
          .allMatch(answer -> answer.startsWith("401"))
          .containsOnly(answers.values().iterator().next());
      var medians = times.values().stream().mapToLong(SignInTimeTest::median).summaryStatistics();
      assertThat((double) medians.getMax() / medians.getMin())
          .describedAs("medians in ns of %s: %s", times.keySet(), medians)
          .isLessThan(MOST_APART);
    }
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

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
