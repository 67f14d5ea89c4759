package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.engine.signing.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Part A, "Signing", with the vectors of section 10.2; the items' numbers are in the names. */
class SignatureTest {

  private static final String SECRET = "3qo29mvjou6xt5fujukjtwzhj0";
  private static final String BODY =
      "{\"nonce\":\"00000000-0000-4000-8000-%s\",\"timestamp\":\"2026-01-03T22:26:51.120+00:00\","
          + "\"webhookId\":8444254503626628,\"scope\":\"sheet\",\"scopeObjectId\":3285357287499652,"
          + "\"events\":[{\"objectType\":\"row\",\"eventType\":\"created\",\"id\":3987537850460036,"
          + "\"userId\":789168465962884,\"timestamp\":\"2026-01-03T22:25:51.000+00:00\"}]}";

  private static String sign(String body) {
    return Signature.of(SECRET.getBytes(UTF_8), body.getBytes(UTF_8));
  }

  @Test
  void items_112_113_and_115_when_the_vectors_are_signed_then_the_signatures_are_theirs() {
    var first = BODY.formatted("000000000001");

    assertThat(first.getBytes(UTF_8)).hasSize(315);
    assertThat(sign(first))
        .isEqualTo("53ce3e4945c66af6ebaa3c71703f0b3de252ed1c207c411df3243ff0231920a8");
    assertThat(sign(BODY.formatted("000000000008")))
        .isEqualTo("09be7d5bf2f6cdda451b9cb78908b70395188a66622bd3741af915e30cf1d04a")
        .hasSize(64);
    assertThat(sign("{\"challenge\":\"é\"}"))
        .isEqualTo("f68cf1af483f6a5564c480ec508853bfce6ef4ee7ab3bfc657b53f73956d5b4a");
  }

  @Test
  void item_114_when_a_byte_is_another_then_the_receivers_check_fails() {
    var scheme = new SmartsheetScheme();
    var body = BODY.formatted("000000000001");
    var signed = request(body, sign(body));

    assertThat(scheme.carriedBy(signed)).isTrue();
    assertThat(scheme.faultIn(SECRET)).isEmpty();
    assertThat(scheme.faultIn("whsec_QUJD")).isPresent();
    assertThat(scheme.verify(List.of("wrong000", SECRET), signed, Instant.EPOCH))
        .isInstanceOf(Verdict.Good.class);
    for (int i = 0; i < body.length(); i++) {
      var altered = body.getBytes(UTF_8);
      altered[i] ^= 1;
      assertThat(
              scheme.verify(
                  List.of(SECRET), request(new String(altered, UTF_8), sign(body)), Instant.EPOCH))
          .isInstanceOf(Verdict.Bad.class);
    }
  }

  @Test
  void when_a_challenge_comes_then_the_receivers_side_answers_it() {
    var challenge =
        new Request(
            "POST",
            "/",
            "",
            Map.of("smartsheet-hook-challenge", List.of("6a1f0c2e")),
            new byte[0],
            Map.of(),
            "",
            "");

    var answer = new SmartsheetScheme().to(challenge).orElseThrow();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().getFirst().value()).isEqualTo("6a1f0c2e");
    assertThat(new SmartsheetScheme().to(request("{}", "x"))).isEmpty();
  }

  private static Request request(String body, String signature) {
    return new Request(
        "POST",
        "/",
        "",
        Map.of("smartsheet-hmac-sha256", List.of(signature)),
        body.getBytes(UTF_8),
        Map.of(),
        "",
        "");
  }
}
