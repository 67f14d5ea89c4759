package dev.belfry.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.engine.signing.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BearerSchemeTest {

  private final BearerScheme scheme = new BearerScheme();

  @Test
  void when_the_token_is_ours_then_it_is_good() {
    var request = request("bearer Qm2vT8xk41");

    assertThat(scheme.carriedBy(request)).isTrue();
    assertThat(scheme.verify(List.of("Bearer x", "Bearer Qm2vT8xk41"), request, Instant.EPOCH))
        .isEqualTo(new Verdict.Good());
  }

  @Test
  void when_the_token_is_another_then_it_is_bad() {
    assertThat(scheme.verify(List.of("Bearer x"), request("Bearer X"), Instant.EPOCH))
        .isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void when_it_is_another_kind_of_credentials_then_it_is_not_carried() {
    assertThat(scheme.carriedBy(request("Basic b3A6eA=="))).isFalse();
    assertThat(scheme.carriedBy(request("Bearer "))).isFalse();
    assertThat(scheme.faultIn("whsec_abc")).isPresent();
    assertThat(scheme.faultIn("Bearer abc")).isEmpty();
  }

  private static Request request(String authorization) {
    return new Request(
        "POST",
        "/",
        "",
        Map.of("authorization", List.of(authorization)),
        new byte[0],
        Map.of(),
        "http://localhost",
        "127.0.0.1");
  }
}
