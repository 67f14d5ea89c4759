package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T52: nobody learns from an attempt what is behind the policy. */
class OracleTest {

  private static final int EACH = 200;
  private static final Duration NOTICEABLE = Duration.ofMillis(20);

  @Test
  void T52_when_targets_are_blocked_then_open_and_closed_ports_look_and_feel_the_same()
      throws IOException {
    Lookup lookup =
        host ->
            switch (host) {
              case "filtered.example.com" -> List.of(InetAddress.ofLiteral("192.168.255.254"));
              case "metadata.example.com" -> List.of(InetAddress.ofLiteral("169.254.169.254"));
              default -> List.of(InetAddress.getLoopbackAddress());
            };
    try (var open = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var policy =
            HttpSender.open(
                EgressPolicy.of(List.of(), true, List.of()),
                SenderSettings.usual().withLookup(lookup))) {
      var closed = closedPort();
      var targets =
          List.of(
              "http://open.example.com:" + open.getLocalPort() + "/",
              "http://closed.example.com:" + closed + "/",
              "http://filtered.example.com/",
              "http://metadata.example.com/");

      var medians = new ArrayList<Duration>();
      for (var target : targets) {
        medians.add(median(policy, URI.create(target)));
      }

      assertThat(Collections.max(medians).minus(Collections.min(medians)))
          .as("medians %s", medians)
          .isLessThan(NOTICEABLE);
    }
  }

  private static Duration median(HttpSender sender, URI target) {
    var took = new ArrayList<Duration>();
    for (int i = 0; i < EACH; i++) {
      var began = System.nanoTime();
      assertThat(sender.send(Requests.post(target, "{}")))
          .as(target.toString())
          .isEqualTo(new Failed(Failure.BLOCKED, "requests may not go to this address"));
      took.add(Duration.ofNanos(System.nanoTime() - began));
    }
    Collections.sort(took);
    return took.get(EACH / 2);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
