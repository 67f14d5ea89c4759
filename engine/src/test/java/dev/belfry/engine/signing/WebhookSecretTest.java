package dev.belfry.engine.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

  @ParameterizedTest
  @ValueSource(ints = {24, 25, 32, 63, 64})
  void when_it_has_24_to_64_bytes_then_it_is_read_and_written_the_same(int length) {
    var text = secretOf(length);

    assertThat(WebhookSecret.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 65, 1000})
  void when_it_has_fewer_or_more_bytes_then_it_is_refused(int length) {
    assertThatThrownBy(() -> WebhookSecret.parse(secretOf(length)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("24 to 64 bytes, not of " + length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La-_Sw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAB=="
      })
  void when_it_is_not_written_as_it_must_be_then_it_is_refused_without_being_repeated(String text) {
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ")
        .hasMessageNotContaining("9r8GKY");
  }

  @Test
  void when_generated_then_it_has_32_bytes_and_is_no_other() {
    var one = WebhookSecret.generate();
    var other = WebhookSecret.generate();

    assertThat(Base64.getDecoder().decode(one.text().substring(6))).hasSize(32);
    assertThat(one).isNotEqualTo(other).isEqualTo(WebhookSecret.parse(one.text()));
    assertThat(one).hasSameHashCodeAs(WebhookSecret.parse(one.text()));
  }

  @Test
  void when_shown_then_nothing_of_it_is_seen() {
    assertThat(WebhookSecret.generate()).hasToString("whsec_…");
  }

  private static String secretOf(int length) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);
  }
}
