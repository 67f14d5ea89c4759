package dev.belfry.server.cli.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.testkit.FakeReceiver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bar that a person sees while a replay goes on. */
class ProgressTest {

  private static final int EVENTS = 8;
  private static final Pattern DRAWN = Pattern.compile("\\r\\[(#*)(\\.*)] (\\d+) of (\\d+)");

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 10, 0",
    "1, 10, 3",
    "5, 10, 15",
    "9, 10, 27",
    "10, 10, 30",
    "12, 10, 30",
    "1, 1000000, 0",
    "999999, 1000000, 29",
    "1000000, 1000000, 30"
  })
  void when_so_many_are_made_then_as_much_of_the_bar_is_full(long made, long found, int full) {
    assertThat(Progress.bar(made, found))
        .isEqualTo("[" + "#".repeat(full) + ".".repeat(30 - full) + "] " + made + " of " + found);
  }

  @Test
  void when_a_replay_takes_its_time_then_the_bar_grows_over_itself_to_its_end(
      @TempDir Path folder) {
    var flags = Map.of("port", "0", "data", folder.toString());
    var settings = SettingsReader.read(true, flags, Map.of(), null);
    var err = new StringWriter();
    try (var receiver = FakeReceiver.start();
        var program = Program.start(settings, true, _ -> {});
        var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      var replay = givenReplay(api, receiver.url("/in").toString());

      new Progress(new PrintWriter(err, true)).follow(api, replay);

      assertThat(api.get("/v1/replays/" + replay).json().path("made").asLong()).isEqualTo(EVENTS);
    }

    assertThat(err.toString()).matches("(" + DRAWN.pattern() + ")+\\n");
    var made =
        DRAWN.matcher(err.toString()).results().map(drawn -> Long.valueOf(drawn.group(3))).toList();
    assertThat(made).isSorted().hasSizeGreaterThan(2).endsWith((long) EVENTS);
    assertThat(made.getFirst()).isLessThan(EVENTS);
    assertThat(err.toString()).endsWith("\r[" + "#".repeat(30) + "] 8 of 8\n");
  }

  /** Of events that nobody wanted when they came, two a second. */
  private static String givenReplay(Api api, String target) {
    var events = String.join(",", Collections.nCopies(EVENTS, "{\"type\":\"a\"}"));
    api.post("/v1/events", "application/json", "[" + events + "]").orFail();
    var url = "{\"url\":\"" + target + "\"}";
    var webhook = api.post("/v1/webhooks", "application/json", url).orFail().json();
    return api.post(
            "/v1/replays",
            "application/json",
            """
            {"webhook":"%s","since":"2026-01-01T00:00:00Z","unmatched":true,"ratePerSecond":2}
            """
                .formatted(webhook.get("id").asString()))
        .orFail()
        .json()
        .get("id")
        .asString();
  }
}
