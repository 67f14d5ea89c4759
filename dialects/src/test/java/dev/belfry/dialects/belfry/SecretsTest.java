package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.signing.SigningKey;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where secrets are to be found, and where not. */
class SecretsTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final int CANARIES = LONG ? 1000 : 60;
  private static final int DRAWN = LONG ? 1_000_000 : 100_000;

  @Test
  void when_a_secret_is_made_then_exactly_one_answer_shows_it_T64(@TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var tenant = rig.givenTenant();
      var key = rig.givenKey(tenant);
      var answers = new ArrayList<ApiRig.Answer>();
      var keyMade =
          rig.post("/v1/tenants/" + tenant + "/keys", ApiRig.ADMIN, "{\"scopes\":[\"read\"]}");
      var made = rig.post("/v1/webhooks", key, "{\"url\":\"https://a.example/\"}");
      var path = "/v1/webhooks/" + made.body().get("id").asString();
      var rotated = rig.post(path + "/secret/rotations", key, "{}");
      var first = made.body().get("secret").asString();
      answers.addAll(List.of(keyMade, made, rotated));
      answers.add(rig.get(path, key));
      answers.add(rig.get("/v1/webhooks", key));
      answers.add(rig.get("/v1/webhooks", ApiRig.ADMIN));
      answers.add(rig.patch(path, key, "{\"name\":\"n\"}"));
      answers.add(rig.patch(path, key, "{\"secret\":\"" + first + "x\"}"));
      answers.add(rig.post(path + "/pause", key, null));
      answers.add(rig.post("/v1/webhooks", key, "{\"secret\":\"" + first + "!\"}"));
      answers.add(rig.get("/v1/tenants/" + tenant + "/keys", ApiRig.ADMIN));
      answers.add(rig.get("/v1/audit", ApiRig.ADMIN));
      answers.add(rig.get(path + "/jwks", null));
      answers.add(rig.get("/v1/stats", key));

      for (var one : List.of(keyMade, made, rotated)) {
        var secret = one.body().get("secret").asString();
        assertThat(one.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answers.stream().filter(answer -> answer.text().contains(secret)))
            .as(secret.substring(0, 6))
            .hasSize(1);
      }
    }
  }

  @Test
  void when_secrets_are_stored_then_none_is_in_any_file_T63(@TempDir Path folder)
      throws IOException {
    var canaries = new ArrayList<String>();
    try (var rig = new ApiRig(folder)) {
      var key = rig.givenKey();
      canaries.add(key);
      var certificate = TestCertificate.of("client.example");
      var pem = certificate.keyPem().lines().skip(1).findFirst().orElseThrow();
      canaries.add(pem);
      for (int i = 0; i < CANARIES; i++) {
        var secret = WebhookSecret.generate().text();
        var password = "pass-canary-" + i;
        var made =
            rig.post(
                "/v1/webhooks",
                key,
                """
                {"url":"https://a.example/url-canary-%d","secret":"%s","signatures":["v1","v1a"],
                 "headers":{"X-Key":"header-canary-%d"},
                 "auth":{"type":"oauth2","tokenUrl":"https://a.example/","clientId":"c",
                         "clientSecret":"%s"},
                 "tls":{"certificate":"%s","key":"%s"}}\
                """
                    .formatted(
                        i,
                        secret,
                        i,
                        password,
                        certificate.pem().replace("\n", "\\n"),
                        certificate.keyPem().replace("\n", "\\n")));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        canaries.addAll(
            List.of(
                secret, secret.substring(6), password, "url-canary-" + i, "header-canary-" + i));
        var rotated =
            rig.post(
                "/v1/webhooks/" + made.body().get("id").asString() + "/secret/rotations",
                key,
                "{}");
        canaries.add(rotated.body().get("secret").asString());
      }
      rig.engine
          .webhooks()
          .list(null, _ -> true, null, Integer.MAX_VALUE)
          .forEach(webhook ->
              webhook.registration().secrets().stream()
                  .filter(Secrets::isKey)
                  .forEach(secret -> canaries.add(secret.text().substring(5, 45))));
      assertNowhere(folder, canaries);
    }
    assertNowhere(folder, canaries);
  }

  @Test
  void when_secrets_are_drawn_then_they_have_256_bits_and_no_two_are_alike_T65() {
    var seen = new HashSet<Long>();
    var ones = new int[256];
    for (int i = 0; i < DRAWN; i++) {
      var text = WebhookSecret.generate().text();
      var bytes = Base64.getDecoder().decode(text.substring(6));
      assertThat(bytes.length).isEqualTo(32);
      for (int bit = 0; bit < 256; bit++) {
        ones[bit] += (bytes[bit / 8] >> (bit % 8)) & 1;
      }
      seen.add(java.nio.ByteBuffer.wrap(bytes).getLong());
    }

    assertThat(seen).hasSize(DRAWN);
    for (var count : ones) {
      assertThat(count).isBetween((int) (DRAWN * 0.49), (int) (DRAWN * 0.51));
    }
    assertThat(SigningKey.generate()).isNotEqualTo(SigningKey.generate());
  }

  @Test
  void when_keys_are_guessed_then_it_is_slowed_and_the_right_key_still_works_T69(
      @TempDir Path folder) {
    try (var rig = new ApiRig(folder)) {
      var tenant = rig.givenTenant();
      var key = rig.givenKey(tenant);
      var throttled = 0;
      for (int i = 0; i < 10_000; i++) {
        var answer = rig.get("/v1/webhooks", "bfy_guess_" + i);
        assertThat(answer.status()).isIn(401, 429);
        if (answer.status() == 429) {
          throttled++;
          assertThat(answer.header("Retry-After")).isEqualTo("60");
        }
      }

      assertThat(throttled).isEqualTo(4000);
      assertThat(rig.get("/v1/webhooks", key).status()).isEqualTo(200);
    }
  }

  @Test
  void when_a_key_is_shown_revoked_or_changed_by_a_letter_then_it_is_refused_T69(
      @TempDir Path folder) throws IOException {
    try (var rig = new ApiRig(folder)) {
      var tenant = rig.givenTenant();
      var path = "/v1/tenants/" + tenant + "/keys";
      var made = rig.post(path, ApiRig.ADMIN, "{}").body();
      var secret = made.get("secret").asString();

      assertThat(secret).matches("bfy_[A-Za-z0-9_-]{43}[0-9a-f]{8}"); // 256 bits and a checksum
      assertThat(rig.get("/v1/webhooks", secret).status()).isEqualTo(200);
      for (int i = 4; i < secret.length(); i += 7) {
        var other = secret.charAt(i) == 'a' ? 'b' : 'a';
        var wrong = secret.substring(0, i) + other + secret.substring(i + 1);
        assertThat(rig.get("/v1/webhooks", wrong).status()).isEqualTo(401);
      }
      rig.delete(path + "/" + made.get("id").asString(), ApiRig.ADMIN);
      assertThat(rig.get("/v1/webhooks", secret).status()).isEqualTo(401);
      assertNowhere(folder, List.of(secret, secret.substring(4)));
    }
  }

  private static void assertNowhere(Path folder, List<String> canaries) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var content = new String(Files.readAllBytes(file), ISO_8859_1);
        for (var canary : canaries) {
          assertThat(content.contains(canary)).as("%s in %s", canary, file.getFileName()).isFalse();
        }
      }
    }
  }
}
