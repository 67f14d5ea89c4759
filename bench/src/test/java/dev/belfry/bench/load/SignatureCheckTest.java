package dev.belfry.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.bench.wire.HttpFrames;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class SignatureCheckTest {

  /** The vector of the Standard Webhooks reference libraries' tests. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void when_the_official_vector_is_checked_then_it_holds() {
    assertThat(SignatureCheck.standard(SECRET).holds(request("{\"test\": 2432232314}", SIGNATURE)))
        .isTrue();
    assertThat(
            SignatureCheck.standard(SECRET)
                .holds(request("{\"test\": 2432232314}", "v1,AAAA " + SIGNATURE)))
        .isTrue();
  }

  @Test
  void when_a_byte_differs_or_the_signature_is_missing_then_it_does_not_hold() {
    var check = SignatureCheck.standard(SECRET);

    assertThat(check.holds(request("{\"test\": 2432232315}", SIGNATURE))).isFalse();
    assertThat(check.holds(request("{\"test\": 2432232314}", "v1,AAAA"))).isFalse();
    assertThat(check.holds(request("{\"test\": 2432232314}", ""))).isFalse();
  }

  private static HttpFrames request(String body, String signature) {
    var text =
        "POST / HTTP/1.1\r\nwebhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\r\n"
            + "webhook-timestamp: 1614265330\r\nwebhook-signature: "
            + signature
            + "\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    var frames = new HttpFrames();
    frames.add(Unpooled.copiedBuffer(text, US_ASCII));
    assertThat(frames.next()).isTrue();
    return frames;
  }
}
