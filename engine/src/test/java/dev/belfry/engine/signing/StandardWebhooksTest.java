package dev.belfry.engine.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {

  /** From the test suites of the official libraries. */
  private static final WebhookSecret OFFICIAL =
      WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1614265330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void when_the_official_vector_is_signed_then_the_signature_is_the_official_one() {
    assertThat(new StandardWebhooks(List.of(OFFICIAL)).sign(ID, AT, BODY)).isEqualTo(EXPECTED);
  }

  @Test
  void when_the_attempt_is_made_within_a_second_then_the_fraction_does_not_count() {
    var signer = new StandardWebhooks(List.of(OFFICIAL));

    assertThat(signer.sign(ID, AT.plusMillis(999), BODY)).isEqualTo(EXPECTED);
    assertThat(signer.sign(ID, AT.plusMillis(1000), BODY)).isNotEqualTo(EXPECTED);
  }

  @Test
  void when_a_rotation_is_under_way_then_each_secret_signs_the_newest_first() {
    var newest = WebhookSecret.generate();

    var signature = new StandardWebhooks(List.of(newest, OFFICIAL)).sign(ID, AT, BODY);

    var newestAlone = new StandardWebhooks(List.of(newest)).sign(ID, AT, BODY);
    assertThat(signature).isEqualTo(newestAlone + " " + EXPECTED);
  }

  @Test
  void when_an_id_has_a_full_stop_or_is_empty_then_it_is_not_signed() {
    var signer = new StandardWebhooks(List.of(OFFICIAL));

    assertThatThrownBy(() -> signer.sign("dlv.1", AT, BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("full stop");
    assertThatThrownBy(() -> signer.sign("", AT, BODY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void when_there_is_no_secret_then_there_is_no_signer() {
    assertThatThrownBy(() -> new StandardWebhooks(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
