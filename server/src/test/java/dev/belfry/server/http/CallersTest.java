package dev.belfry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.7");
  private static final Map<String, List<String>> FORWARDED =
      Map.of(
          "host", List.of("inside:8080"),
          "x-forwarded-for", List.of("203.0.113.9, 198.51.100.4", "10.0.0.2"),
          "x-forwarded-host", List.of("hooks.example"),
          "x-forwarded-proto", List.of("https"));

  private final Callers callers = new Callers(List.of(Network.parse("10.0.0.0/8")), null);

  @Test
  void when_a_trusted_proxy_forwards_then_the_last_stranger_is_the_caller() {
    assertThat(callers.peer(PROXY, FORWARDED)).isEqualTo("198.51.100.4");
    assertThat(callers.baseUrl(PROXY, false, "own:1", FORWARDED))
        .isEqualTo("https://hooks.example");
  }

  @Test
  void when_a_stranger_claims_to_forward_then_nothing_of_it_is_believed() {
    assertThat(callers.peer(STRANGER, FORWARDED)).isEqualTo("192.0.2.7");
    assertThat(callers.baseUrl(STRANGER, false, "own:1", FORWARDED))
        .isEqualTo("http://inside:8080");
  }

  @Test
  void when_a_trusted_proxy_forwards_rubbish_then_it_is_the_caller_itself() {
    var rubbish =
        Map.of(
            "x-forwarded-for", List.of("what, unknown"),
            "x-forwarded-host", List.of("a b"),
            "x-forwarded-proto", List.of("gopher"));

    assertThat(callers.peer(PROXY, rubbish)).isEqualTo("10.0.0.1");
    assertThat(callers.baseUrl(PROXY, true, "own:1", rubbish)).isEqualTo("https://own:1");
  }

  @Test
  void when_a_public_address_is_set_then_links_use_it() {
    var known = new Callers(List.of(), "https://hooks.example");

    assertThat(known.baseUrl(STRANGER, false, "own:1", FORWARDED))
        .isEqualTo("https://hooks.example");
  }
}
