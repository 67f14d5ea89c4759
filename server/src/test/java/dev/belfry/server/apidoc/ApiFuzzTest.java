package dev.belfry.server.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made from the document by chance, good and bad: nothing undeclared comes back (T80). */
class ApiFuzzTest {

  private static final int REQUESTS = Boolean.getBoolean("belfry.long") ? 100_000 : 6_000;
  private static final int WORKERS = 4;

  @Test
  void when_requests_are_made_by_chance_then_every_answer_is_as_declared(
      @TempDir Path folder, @TempDir Path other) throws Exception {
    var statuses = new TreeMap<Integer, Integer>();
    try (var receiver = FakeReceiver.start();
        var server = new LiveServer(folder);
        var workers = Executors.newFixedThreadPool(WORKERS)) {
      var described = new Described(server);
      var runs = new ArrayList<Callable<Map<Integer, Integer>>>();
      for (int i = 0; i < WORKERS; i++) {
        var fuzzer = new Fuzzer(2026 + i, server, described, receiver.url("/").toString(), other);
        runs.add(() -> fuzzer.run(REQUESTS / WORKERS));
      }
      for (var run : workers.invokeAll(runs)) {
        run.get().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
      }
      assertThat(server.json("GET", "/readyz", null, null).status()).isEqualTo(200);
      assertThat(receiver.count()).as("some of it was delivered").isPositive();
    }
    System.out.println("answers by status: " + statuses);
    assertThat(statuses.keySet()).contains(200, 201, 202, 204, 400, 401, 403, 404, 409, 415, 422);
  }
}
