package dev.belfry.engine.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.signing.Verdict.Bad;
import dev.belfry.engine.signing.Verdict.Good;
import dev.belfry.engine.signing.Verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

  private static final WebhookSecret SECRET =
      WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final Instant AT = Instant.ofEpochSecond(1614265330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String OTHER =
      new StandardWebhooks(List.of(WebhookSecret.generate())).sign(ID, AT, BODY);

  private final Verifier verifier = new Verifier(List.of(SECRET));

  @Test
  void when_the_official_vector_is_checked_then_it_is_good() {
    assertThat(verify(ID, TIME, SIGNATURE, BODY)).isEqualTo(new Good());
  }

  @Test
  void when_any_single_bit_of_the_id_is_changed_then_it_is_refused() {
    for (var bit = 0; bit < ID.length() * 8; bit++) {
      assertRefused(verify(flipped(ID, bit), TIME, SIGNATURE, BODY), "id", bit);
    }
  }

  @Test
  void when_any_single_bit_of_the_time_is_changed_then_it_is_refused() {
    for (var bit = 0; bit < TIME.length() * 8; bit++) {
      assertRefused(verify(ID, flipped(TIME, bit), SIGNATURE, BODY), "time", bit);
    }
  }

  @Test
  void when_any_single_bit_of_the_signature_is_changed_then_it_is_refused() {
    for (var bit = 0; bit < SIGNATURE.length() * 8; bit++) {
      assertRefused(verify(ID, TIME, flipped(SIGNATURE, bit), BODY), "signature", bit);
    }
  }

  @Test
  void when_any_single_bit_of_the_body_is_changed_then_it_is_refused() {
    for (var bit = 0; bit < BODY.length * 8; bit++) {
      var changed = BODY.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(verify(ID, TIME, SIGNATURE, changed), "body", bit);
    }
  }

  @Test
  void when_only_a_part_of_the_signature_is_sent_then_it_is_refused() {
    for (var length = 0; length < SIGNATURE.length(); length++) {
      assertRefused(verify(ID, TIME, SIGNATURE.substring(0, length), BODY), "length", length);
    }
    assertRefused(verify(ID, TIME, SIGNATURE + "=", BODY), "length", SIGNATURE.length() + 1);
  }

  @Test
  void when_one_good_signature_is_in_a_list_then_its_place_does_not_matter() {
    for (var list :
        List.of(
            SIGNATURE + " " + OTHER,
            OTHER + " " + SIGNATURE,
            "v1a,AAAA " + OTHER + " v2,x v1, " + SIGNATURE + " v1,zzz",
            SIGNATURE + " v9,unknown")) {
      assertThat(verify(ID, TIME, list, BODY)).as(list).isEqualTo(new Good());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1",
        ""
      })
  void when_no_signature_is_of_a_known_version_then_it_is_refused(String signatures) {
    assertThat(reason(verify(ID, TIME, signatures, BODY))).isEqualTo(Reason.UNKNOWN_VERSION);
  }

  @Test
  void when_one_of_several_secrets_fits_then_it_is_good() {
    var both = new Verifier(List.of(WebhookSecret.generate(), SECRET));

    assertThat(both.verify(ID, TIME, SIGNATURE, BODY, AT)).isEqualTo(new Good());
  }

  @Test
  void when_the_secret_is_another_then_it_is_refused() {
    assertThat(reason(verify(ID, TIME, OTHER, BODY))).isEqualTo(Reason.NO_MATCH);
  }

  @Test
  void when_the_time_is_300_s_off_then_it_is_good_and_at_301_s_refused() {
    assertThat(verifyAt(AT.plusSeconds(300))).isEqualTo(new Good());
    assertThat(verifyAt(AT.plusMillis(300_999))).isEqualTo(new Good());
    assertThat(reason(verifyAt(AT.plusSeconds(301)))).isEqualTo(Reason.TOO_OLD);
    assertThat(verifyAt(AT.minusSeconds(300))).isEqualTo(new Good());
    assertThat(reason(verifyAt(AT.minusSeconds(301)))).isEqualTo(Reason.TOO_NEW);
  }

  @Test
  void when_each_attempt_is_signed_anew_then_a_late_one_is_as_good_as_the_first() {
    var late = AT.plusSeconds(86_400);
    var signature = new StandardWebhooks(List.of(SECRET)).sign(ID, late, BODY);

    assertThat(signature).isNotEqualTo(SIGNATURE);
    assertThat(verifier.verify(ID, "1614351730", signature, BODY, late)).isEqualTo(new Good());
    assertThat(reason(verifier.verify(ID, TIME, signature, BODY, AT))).isEqualTo(Reason.NO_MATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1614265330", "+1614265330", "01614265330", "1614265330.0", "1e9", "-5", "٣"})
  void when_the_time_is_no_plain_count_of_seconds_then_it_is_malformed(String time) {
    assertThat(reason(verify(ID, time, SIGNATURE, BODY))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void when_the_borders_of_the_signed_text_are_shifted_then_it_is_refused() {
    var signer = new StandardWebhooks(List.of(SECRET));
    var signature = signer.sign("a", AT, (TIME + ".x").getBytes(StandardCharsets.UTF_8));
    var rest = "x".getBytes(StandardCharsets.UTF_8);

    assertThat(reason(verify("a." + TIME, TIME, signature, rest))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void when_a_header_is_missing_then_it_is_named() {
    assertThat(verify(null, TIME, SIGNATURE, BODY))
        .isEqualTo(new Bad(Reason.MISSING, "there is no header webhook-id"));
    assertThat(verify(ID, null, SIGNATURE, BODY))
        .isEqualTo(new Bad(Reason.MISSING, "there is no header webhook-timestamp"));
    assertThat(verify(ID, TIME, null, BODY))
        .isEqualTo(new Bad(Reason.MISSING, "there is no header webhook-signature"));
  }

  @Test
  void when_the_list_is_longer_than_any_honest_one_then_it_is_refused_unread() {
    var tooLong = (OTHER + " ").repeat(200) + SIGNATURE;

    assertThat(reason(verify(ID, TIME, tooLong, BODY))).isEqualTo(Reason.MALFORMED);
  }

  private Verdict verify(
      @Nullable String id, @Nullable String time, @Nullable String signatures, byte[] body) {
    return verifier.verify(id, time, signatures, body, AT);
  }

  private Verdict verifyAt(Instant now) {
    return verifier.verify(ID, TIME, SIGNATURE, BODY, now);
  }

  private static Reason reason(Verdict verdict) {
    return ((Bad) verdict).reason();
  }

  private static void assertRefused(Verdict verdict, String part, int place) {
    assertThat(verdict).as("%s, %d", part, place).isInstanceOf(Bad.class);
  }

  private static String flipped(String text, int bit) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
