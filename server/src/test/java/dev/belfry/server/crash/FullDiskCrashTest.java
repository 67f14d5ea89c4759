package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T02, T07: the whole program ends just when a full disk has made it give back its reserve. */
class FullDiskCrashTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String JSON = "application/json";
  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();

  @Test
  void when_the_process_ends_as_the_reserve_is_given_back_then_nothing_acknowledged_is_lost()
      throws Exception {
    var volume = Files.createDirectory(folder.resolve("volume"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", volume.toString()),
        "mounting is not permitted here");
    try (var receiver = FakeReceiver.start()) {
      receiver
          .script("/in")
          .always(
              Reply.chosen(request -> {
                ledger.arrive(
                    request.header("webhook-id").orElse("none"),
                    new String(request.body(), StandardCharsets.UTF_8));
                return Reply.ok();
              }));
      var data = volume.resolve("data");
      try (var child = start(data);
          var api = api(child)) {
        var webhook = "{\"url\":\"%s\",\"types\":[\"count.*\"]}".formatted(receiver.url("/in"));
        api.post("/v1/webhooks", JSON, webhook).orFail();
        assertThat(child.stop()).isZero();
      }
      var foreign = Files.write(volume.resolve("foreign"), new byte[16 * MIB]);

      fillUntilItEnds(data);

      assertThat(ledger.acknowledged()).isGreaterThan(1_000);
      try (var child = start(data);
          var api = api(child)) {
        Files.delete(foreign);
        var last = ledger.nextNumber();
        var event = "{\"type\":\"count.grown\",\"data\":{\"number\":%d}}".formatted(last);
        Eventually.holds(
            "there is room again",
            LIMIT,
            () -> api.post("/v1/events", JSON, event).status() == 202);
        ledger.acknowledge(last);
        Eventually.holds("all that was acknowledged arrives", LIMIT, () -> ledger.missing() == 0);
        assertThat(child.stop()).isZero();
      }
      assertThat(ledger.unstable()).isEmpty();
      assertThat(Child.run(folder.resolve("log"), List.of(), "verify", "--data", "" + data))
          .isZero();
    } finally {
      run("umount", "-l", volume.toString());
    }
  }

  private void fillUntilItEnds(Path data) {
    var point = "-D" + Failpoint.PROPERTY + "=" + Failpoint.AFTER_RESERVE_RELEASED.label() + ":1";
    try (var child = start(data, point);
        var producers = new Producers(child.url(), ledger, 8)) {
      assertThat(child.await(LIMIT)).isEqualTo(137);
      producers.join();
    }
  }

  private Child start(Path data, String... jvmOptions) {
    var child = Child.start(data, folder.resolve("log"), jvmOptions);
    assertThat(child).as("a server that starts; its log is in " + folder).isNotNull();
    return child;
  }

  private static Api api(@Nullable Child child) {
    assertThat(child).isNotNull();
    return new Api(URI.create(child.url()), Child.KEY, null);
  }

  private static boolean run(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
