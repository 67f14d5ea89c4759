package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeReceiver receiver = FakeReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void when_there_are_more_idle_ones_than_kept_then_the_least_used_is_closed() {
    try (var sender = sender(2, LONG)) {
      ask(sender, "first");
      ask(sender, "second");
      ask(sender, "first");
      ask(sender, "third");
      assertThat(sender.idleConnections()).isEqualTo(2);

      ask(sender, "first");
      assertThat(receiver.connections()).isEqualTo(3);
      ask(sender, "second");
      assertThat(receiver.connections()).isEqualTo(4);
    }
  }

  @Test
  void when_one_was_idle_too_long_then_it_is_closed() {
    try (var sender = sender(10, Duration.ofMillis(100))) {
      ask(sender, "first");
      Eventually.holds("none is idle", LONG, () -> sender.idleConnections() == 0);
    }
  }

  @Test
  void when_many_requests_run_at_once_then_each_has_its_connection() throws Exception {
    try (var sender = sender(100, LONG)) {
      var threads = new Thread[64];
      for (var i = 0; i < threads.length; i++) {
        threads[i] =
            Thread.ofVirtual()
                .start(() -> {
                  for (var n = 0; n < 50; n++) {
                    ask(sender, "acme");
                  }
                });
      }
      for (var thread : threads) {
        thread.join();
      }
      assertThat(receiver.count()).isEqualTo(64 * 50);
      assertThat(receiver.connections()).isLessThanOrEqualTo(64);
      assertThat(sender.idleConnections()).isEqualTo(receiver.connections());
    }
  }

  private void ask(HttpSender sender, String pool) {
    var answer =
        sender.send(
            Requests.post(pool, receiver.url("/"), "x", TlsChoice.USUAL, Requests.TEN_SECONDS));
    assertThat(answer).isInstanceOf(Answered.class);
  }

  private static HttpSender sender(int mostIdle, Duration idleLimit) {
    return HttpSender.open(
        Requests.LOOPBACK, new SenderSettings(mostIdle, idleLimit, null, Lookup.system()));
  }
}
