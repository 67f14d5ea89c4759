package dev.belfry.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.engine.signing.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BasicSchemeTest {

  private final BasicScheme scheme = new BasicScheme();

  @Test
  void when_user_name_and_password_are_ours_then_it_is_good() {
    var request = request("Basic b3BzcmVhZGVyOlFtMnZUOHhrNDE=");

    assertThat(scheme.carriedBy(request)).isTrue();
    assertThat(scheme.verify(List.of("x:y", "opsreader:Qm2vT8xk41"), request, Instant.EPOCH))
        .isEqualTo(new Verdict.Good());
  }

  @Test
  void when_the_password_is_another_or_unreadable_then_it_is_bad() {
    for (var header : List.of("Basic b3BzcmVhZGVyOlFtMnZUOHhrNDE=", "basic ???")) {
      assertThat(scheme.verify(List.of("opsreader:other"), request(header), Instant.EPOCH))
          .isInstanceOf(Verdict.Bad.class);
    }
  }

  @Test
  void when_it_is_another_kind_of_credentials_then_it_is_not_carried() {
    assertThat(scheme.carriedBy(request("Bearer abc"))).isFalse();
    assertThat(scheme.faultIn("whsec_abc")).isPresent();
    assertThat(scheme.faultIn("user:password")).isEmpty();
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
