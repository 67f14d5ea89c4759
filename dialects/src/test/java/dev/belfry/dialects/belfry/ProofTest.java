package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.signing.PublicKey;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What requests prove of their sender, over real sockets. */
class ProofTest extends ApiTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ALL = "/v1/webhooks";

  @Test
  void when_a_secret_is_rotated_with_overlap_then_both_sign_and_the_new_one_is_shown_once_T61() {
    try (var receiver = FakeReceiver.start()) {
      var made = givenWebhook(receiver, "");
      var path = ALL + "/" + made.get("id").asString();
      var first = made.get("secret").asString();

      var rotated = rig.post(path + "/secret/rotations", key, "{\"overlap\":\"1h\"}");

      assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
      assertThat(rotated.header("Cache-Control")).isEqualTo("no-store");
      assertThat(rotated.header("Location")).isEqualTo(ApiRig.BASE + path);
      var second = rotated.body().get("secret").asString();
      assertThat(second).isNotEqualTo(first).startsWith("whsec_");
      var until = Instant.parse(rotated.body().get("previousValidUntil").asString());
      assertThat(until).isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
      var request = sent(receiver);
      assertThat(signatures(request)).hasSize(2);
      assertThat(isGood(request, first)).isTrue();
      assertThat(isGood(request, second)).isTrue();
      assertThat(rig.get(path, key).text()).doesNotContain("whsec_");
      assertThat(rig.get("/v1/audit", key).text())
          .contains("webhook.secret_rotated")
          .doesNotContain("whsec_", second);
    }
  }

  @Test
  void when_the_overlap_is_0s_then_all_previous_secrets_end_at_once_T61() {
    try (var receiver = FakeReceiver.start()) {
      var made = givenWebhook(receiver, "");
      var path = ALL + "/" + made.get("id").asString() + "/secret/rotations";
      var second = rig.post(path, key, null).body().get("secret").asString();

      var third = rig.post(path, key, "{\"overlap\":\"0s\"}").body().get("secret").asString();

      var request = sent(receiver);
      assertThat(signatures(request)).hasSize(1);
      assertThat(isGood(request, third)).isTrue();
      assertThat(isGood(request, second)).isFalse();
      assertThat(isGood(request, made.get("secret").asString())).isFalse();
    }
  }

  @Test
  void when_it_is_rotated_very_often_then_at_most_ten_old_secrets_sign_T61() {
    try (var receiver = FakeReceiver.start()) {
      var made = givenWebhook(receiver, "");
      var path = ALL + "/" + made.get("id").asString() + "/secret/rotations";
      for (int i = 0; i < 13; i++) {
        assertThat(rig.post(path, key, "{}").status()).isEqualTo(201);
      }

      assertThat(signatures(sent(receiver))).hasSize(11);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"overlap\":\"8d\"}",
        "{\"overlap\":\"1\"}",
        "{\"overlap\":5}",
        "{\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}",
        "[]"
      })
  void when_a_rotation_is_malformed_then_it_is_422_and_nothing_changes(String body) {
    var path = ALL + "/" + rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");

    assertThat(rig.post(path + "/secret/rotations", key, body).status()).isEqualTo(422);
    assertThat(rig.get(path, key).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void when_v1a_is_asked_for_then_the_published_key_verifies_and_rotation_publishes_both() {
    try (var receiver = FakeReceiver.start()) {
      var made = givenWebhook(receiver, ",\"signatures\":[\"v1\",\"v1a\"]");
      var path = ALL + "/" + made.get("id").asString();

      var keys = rig.get(path + "/jwks", null);

      assertThat(keys.status()).isEqualTo(200);
      assertThat(keys.body().get("keys")).hasSize(1);
      var one = keys.body().get("keys").get(0);
      assertThat(one.get("kty").asString()).isEqualTo("OKP");
      assertThat(one.get("crv").asString()).isEqualTo("Ed25519");
      assertThat(one.has("d")).isFalse();
      var request = sent(receiver);
      assertThat(signatures(request)).hasSize(2);
      assertThat(isGood(request, publicKey(one))).isTrue();
      assertThat(isGood(request, made.get("secret").asString())).isTrue();
      rig.post(path + "/secret/rotations", key, "{\"overlap\":\"1h\"}");
      var both = rig.get(path + "/jwks", null).body().get("keys");
      assertThat(both).hasSize(2);
      receiver.forget();
      var next = sent(receiver);
      assertThat(signatures(next)).hasSize(4);
      assertThat(isGood(next, publicKey(both.get(0)))).isTrue();
      assertThat(isGood(next, publicKey(both.get(1)))).isTrue();
      assertThat(publicKey(both.get(1))).isEqualTo(publicKey(one));
      rig.patch(path, key, "{\"signatures\":[\"v1\"]}");
      assertThat(rig.get(path + "/jwks", null).text()).isEqualTo("{\"keys\":[]}");
    }
  }

  @Test
  void when_only_v1a_is_asked_for_then_only_that_signs() {
    try (var receiver = FakeReceiver.start()) {
      givenWebhook(receiver, ",\"signatures\":[\"v1a\"]");

      assertThat(signatures(sent(receiver))).singleElement().asString().startsWith("v1a,");
    }
  }

  @Test
  void when_keys_of_no_webhook_are_asked_for_then_it_is_404() {
    assertThat(rig.get(ALL + "/wh_00000000000000000000000000/jwks", null).status()).isEqualTo(404);
    assertThat(rig.get(ALL + "/x/jwks", null).status()).isEqualTo(404);
  }

  @Test
  void when_auth_is_oauth2_then_a_token_is_fetched_once_and_shown_and_the_secret_is_hidden_T55() {
    try (var receiver = FakeReceiver.start();
        var tokens = FakeReceiver.start()) {
      tokens
          .script()
          .always(
              new Reply.Answer(200, List.of(), new byte[0])
                  .body("{\"access_token\":\"tok-1\",\"expires_in\":600}")
                  .with("Content-Type", "application/json"));
      var made =
          givenWebhook(
              receiver,
              ",\"auth\":{\"type\":\"oauth2\",\"tokenUrl\":\"%s\",\"clientId\":\"c\",\"clientSecret\":\"topsecret\",\"scope\":\"a\"}"
                  .formatted(tokens.url("/token")));

      send();
      send();

      for (var request : receiver.await(2, LIMIT)) {
        assertThat(request.header("authorization")).contains("Bearer tok-1");
      }
      assertThat(tokens.count()).isEqualTo(1);
      assertThat(tokens.requests().getFirst().text())
          .isEqualTo("grant_type=client_credentials&scope=a");
      assertThat(made.get("auth").toString())
          .isEqualTo(
              "{\"type\":\"oauth2\",\"tokenUrl\":\"%s\",\"clientId\":\"c\",\"scope\":\"a\"}"
                  .formatted(tokens.url("/token")));
      var path = ALL + "/" + made.get("id").asString();
      assertThat(rig.get(path, key).text()).doesNotContain("topsecret");
      rig.patch(path, key, "{\"auth\":{\"clientId\":\"d\"}}");
      assertThat(rig.get(path, key).body().get("auth").get("clientId").asString()).isEqualTo("d");
    }
  }

  @Test
  void when_no_token_is_given_then_the_attempt_fails_and_the_target_is_not_asked() {
    try (var receiver = FakeReceiver.start();
        var tokens = FakeReceiver.start()) {
      tokens.script().always(new Reply.Answer(401, List.of(), new byte[0]));
      var made =
          givenWebhook(
              receiver,
              ",\"auth\":{\"type\":\"oauth2\",\"tokenUrl\":\"%s\",\"clientId\":\"c\",\"clientSecret\":\"s\"}"
                  .formatted(tokens.url("/token")));

      var attempt = rig.post(ALL + "/" + made.get("id").asString() + "/test", key, null).body();

      assertThat(attempt.get("error").asString()).isEqualTo("bad_response");
      assertThat(attempt.get("status").isNull()).isTrue();
      assertThat(receiver.count()).isZero();
    }
  }

  @Test
  void when_the_receivers_certificate_is_of_an_own_authority_then_ca_makes_it_trusted() {
    var certificate = TestCertificate.of("127.0.0.1", "localhost");
    try (var receiver = FakeReceiver.startTls(certificate.context())) {
      var pem = certificate.pem().replace("\n", "\\n");

      assertThat(tested(receiver, "").get("error").asString()).isEqualTo("tls");
      assertThat(tested(receiver, ",\"tls\":{\"ca\":\"" + pem + "\"}").get("status").asInt())
          .isEqualTo(200);
      assertThat(tested(receiver, ",\"tls\":{\"verify\":false}").get("status").asInt())
          .isEqualTo(200);
    }
  }

  @Test
  void
      when_a_client_certificate_is_given_then_key_and_certificate_must_fit_and_the_key_is_hidden() {
    var mine = TestCertificate.of("client.example");
    var other = TestCertificate.of("client.example");
    var certificate = "\"certificate\":\"" + mine.pem().replace("\n", "\\n") + "\"";
    var fits = certificate + ",\"key\":\"" + mine.keyPem().replace("\n", "\\n") + "\"";
    var not = certificate + ",\"key\":\"" + other.keyPem().replace("\n", "\\n") + "\"";

    var made = create("https://a.example/", ",\"tls\":{" + fits + "}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.text()).contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE KEY");
    assertThat(create("https://a.example/", ",\"tls\":{" + not + "}").pointers())
        .containsExactly("/tls/key");
    assertThat(create("https://a.example/", ",\"tls\":{" + certificate + "}").pointers())
        .containsExactly("/tls/key");
    var path = ALL + "/" + made.body().get("id").asString();
    assertThat(rig.patch(path, key, "{\"tls\":{\"verify\":false}}").status()).isEqualTo(200);
    assertThat(rig.patch(path, key, "{\"tls\":null}").body().get("tls").toString())
        .isEqualTo("{\"verify\":true,\"ca\":null,\"certificate\":null}");
  }

  private JsonNode tested(FakeReceiver receiver, String members) {
    var made = givenWebhook(receiver, members);
    return rig.post(ALL + "/" + made.get("id").asString() + "/test", key, null).body();
  }

  private JsonNode givenWebhook(FakeReceiver receiver, String members) {
    key = rig.givenKey();
    var made = create(receiver.url("/in").toString(), members);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.body();
  }

  private ApiRig.Answer create(String url, String members) {
    return rig.post(ALL, key, "{\"url\":\"" + url + "\"" + members + "}");
  }

  private void send() {
    assertThat(rig.post("/v1/events", key, "{\"type\":\"a\",\"data\":{\"x\":1}}").status())
        .isEqualTo(202);
  }

  private ReceivedRequest sent(FakeReceiver receiver) {
    send();
    return receiver.await(1, LIMIT).getLast();
  }

  private static List<String> signatures(ReceivedRequest request) {
    return List.of(request.header("webhook-signature").orElseThrow().split(" ", -1));
  }

  private static String publicKey(JsonNode key) {
    return "whpk_"
        + Base64.getEncoder()
            .encodeToString(Base64.getUrlDecoder().decode(key.get("x").asString()));
  }

  private static boolean isGood(ReceivedRequest request, String secret) {
    var verifier =
        PublicKey.isOne(secret)
            ? new Verifier(List.of(), List.of(PublicKey.parse(secret)))
            : new Verifier(List.of(WebhookSecret.parse(secret)));
    return verifier.verify(
            request.header("webhook-id").orElseThrow(),
            request.header("webhook-timestamp").orElseThrow(),
            request.header("webhook-signature").orElseThrow(),
            request.body(),
            Instant.now())
        instanceof Verdict.Good;
  }
}
