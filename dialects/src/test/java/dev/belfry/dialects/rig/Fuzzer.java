package dev.belfry.dialects.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes up requests, the same ones at every run, and holds that all of them are answered. */
public final class Fuzzer {

  private static final int REQUESTS = 20_000;

  private final Random random = new Random(20261121);

  /**
   * Asks 20,000 times; no answer may be one of the server's faults.
   *
   * @param check what else holds of every answer
   */
  public <A extends Answered> void ask(
      Rig<A> rig, Supplier<MadeUp> requests, Consumer<Asked<A>> check) {
    for (int i = 0; i < REQUESTS; i++) {
      var request = requests.get();
      var began = System.nanoTime();
      var answer = rig.ask(request.method(), request.target(), request.body(), request.headers());
      var took = Duration.ofNanos(System.nanoTime() - began);

      assertThat(answer.status()).as(request::toString).isBetween(200, 499);
      check.accept(new Asked<>(request, answer, took));
    }
  }

  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** True once in so many times. */
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** A number from 0 on, less than this. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** A body: an object more often than not, else part of one, one of these values, or noise. */
  public byte[] body(Supplier<String> object, List<String> values) {
    return switch (random.nextInt(10)) {
      case 0 -> new byte[0];
      case 1 -> {
        var noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> "[".repeat(random.nextInt(200)).getBytes(UTF_8);
      case 3 -> pick(values).getBytes(UTF_8);
      case 4 -> {
        var whole = object.get();
        yield whole.substring(0, random.nextInt(whole.length())).getBytes(UTF_8);
      }
      default -> object.get().getBytes(UTF_8);
    };
  }

  /** Fewer than so many members, by name. */
  public Map<String, String> members(int fewerThan, List<String> names, List<String> values) {
    var members = new TreeMap<String, String>();
    for (int i = random.nextInt(fewerThan); i > 0; i--) {
      members.put(pick(names), pick(values));
    }
    return members;
  }

  /** An object of these members, whose values are JSON already. */
  public static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** {@code name=value} */
  public String parameter(List<String> names, List<String> values) {
    return pick(names) + "=" + pick(values);
  }

  /** A request that was made up. */
  public record MadeUp(String method, String target, Map<String, String> headers, byte[] body) {

    @Override
    public String toString() {
      return "%s %s %s %s".formatted(method, target, headers, new String(body, ISO_8859_1));
    }
  }

  /** One of them and its answer. */
  public record Asked<A extends Answered>(MadeUp request, A answer, Duration took) {}
}
