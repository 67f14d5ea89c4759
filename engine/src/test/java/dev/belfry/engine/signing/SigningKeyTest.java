package dev.belfry.engine.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final Instant AT = Instant.ofEpochSecond(1614265330);

  /** RFC 8032, 7.1: tests 1, 2 and 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void when_the_official_vectors_are_signed_then_bytes_are_equal_T57(
      String seed, String open, String message, String signature) {
    var key = SigningKey.of(HEX.parseHex(seed));

    assertThat(key.publicKey().text())
        .isEqualTo("whpk_" + Base64.getEncoder().encodeToString(HEX.parseHex(open)));
    assertThat(HEX.formatHex(key.sign(HEX.parseHex(message)))).isEqualTo(signature);
    assertThat(key.publicKey().verify(HEX.parseHex(message), HEX.parseHex(signature))).isTrue();
    assertThat(SigningKey.parse(key.text())).isEqualTo(key);
    assertThat(key.toString()).doesNotContain(key.text().substring(5, 20));
  }

  @Test
  void when_another_implementation_verifies_then_it_agrees_and_our_verifier_too() throws Exception {
    var random = new Random(7);
    for (var round = 0; round < 50; round++) {
      var key = SigningKey.generate();
      var body = new byte[random.nextInt(3000)];
      random.nextBytes(body);
      var header = new StandardWebhooks(List.of(), List.of(key)).sign("dlv_1", AT, body);

      assertThat(header).matches("v1a,[A-Za-z0-9+/]{86}==");
      var theirs = Signature.getInstance("Ed25519");
      theirs.initVerify(jdkKey(key.publicKey()));
      theirs.update("dlv_1.1614265330.".getBytes(UTF_8));
      theirs.update(body);
      assertThat(theirs.verify(Base64.getDecoder().decode(header.substring(4)))).isTrue();
      assertThat(verify(key.publicKey(), header, body)).isInstanceOf(Verdict.Good.class);
      var changed = body.length == 0 ? new byte[1] : body.clone();
      changed[changed.length / 2] ^= 1;
      assertThat(verify(key.publicKey(), header, changed)).isInstanceOf(Verdict.Bad.class);
    }
  }

  @Test
  void when_any_single_bit_of_an_asymmetric_signature_is_changed_then_it_is_refused_T59() {
    var key = SigningKey.of(new byte[32]);
    var body = "{}".getBytes(UTF_8);
    var header = new StandardWebhooks(List.of(), List.of(key)).sign("dlv_1", AT, body);

    for (int i = 4; i < header.length(); i++) {
      for (int bit = 0; bit < 7; bit++) {
        var changed = new StringBuilder(header);
        changed.setCharAt(i, (char) (header.charAt(i) ^ (1 << bit)));
        assertThat(verify(key.publicKey(), changed.toString(), body))
            .isInstanceOf(Verdict.Bad.class);
      }
    }
    assertThat(verify(key.publicKey(), "v1a,", body)).isInstanceOf(Verdict.Bad.class);
    assertThat(verify(key.publicKey(), "v1," + header.substring(4), body))
        .isInstanceOf(Verdict.Bad.class);
    assertThat(verify(key.publicKey(), "v1,x v2,y " + header, body))
        .isInstanceOf(Verdict.Good.class);
  }

  @Test
  void when_secrets_and_keys_sign_then_all_signatures_stand_in_the_header() {
    var secrets = List.of(WebhookSecret.generate(), WebhookSecret.generate());
    var keys = List.of(SigningKey.generate(), SigningKey.generate());

    var header = new StandardWebhooks(secrets, keys).sign("dlv_1", AT, new byte[0]);

    assertThat(header).matches("v1,\\S{44} v1,\\S{44} v1a,\\S{88} v1a,\\S{88}");
    for (var secret : secrets) {
      assertThat(
              new Verifier(List.of(secret)).verify("dlv_1", "1614265330", header, new byte[0], AT))
          .isInstanceOf(Verdict.Good.class);
    }
    for (var key : keys) {
      assertThat(verify(key.publicKey(), header, new byte[0])).isInstanceOf(Verdict.Good.class);
    }
  }

  @Test
  void when_a_key_is_malformed_then_it_is_refused_without_repeating_it() {
    for (var text : List.of("whsec_x", "whsk_", "whsk_AAAA", "whsk_!")) {
      assertThatThrownBy(() -> SigningKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    for (var text : List.of("whsk_x", "whpk_", "whpk_AAAA", "whpk_" + "/".repeat(43) + "=")) {
      assertThatThrownBy(() -> PublicKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** RFC 8037, A.2 and A.3. */
  @Test
  void when_a_key_is_shown_as_a_web_key_then_x_and_thumbprint_are_those_of_the_standard() {
    var key =
        SigningKey.of(Base64.getUrlDecoder().decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));

    assertThat(key.publicKey().x()).isEqualTo("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assertThat(key.publicKey().thumbprint())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  /** T105 at the size of a commit: the figure that counts is printed. */
  @Test
  void when_many_are_signed_then_thousands_a_second_are_T105() {
    var key = SigningKey.generate();
    var message = new byte[1024];
    for (int i = 0; i < 3000; i++) {
      key.sign(message);
    }
    var began = System.nanoTime();
    for (int i = 0; i < 3000; i++) {
      message[i % 1024]++;
      key.sign(message);
    }
    var rate = 3000 / ((System.nanoTime() - began) / 1e9);
    System.out.printf("T105: %.0f Ed25519 signatures a second on one thread%n", rate);
    assertThat(rate).isGreaterThan(100);
  }

  private static Verdict verify(PublicKey key, String header, byte[] body) {
    return new Verifier(List.of(), List.of(key)).verify("dlv_1", "1614265330", header, body, AT);
  }

  private static java.security.PublicKey jdkKey(PublicKey key) throws Exception {
    var bytes = Base64.getUrlDecoder().decode(key.x());
    var isOdd = (bytes[31] & 0x80) != 0;
    var reversed = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversed[i] = bytes[31 - i];
    }
    reversed[0] &= 0x7f;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, reversed))));
  }
}
