package dev.belfry.engine.signing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The official libraries verify what we sign. They take text, so bodies here are UTF-8. */
class OtherVerifiersTest {

  private static final int PAYLOADS = Integer.getInteger("belfry.test.payloads", 500);

  private final Random random = new Random(58);
  private final WebhookSecret secret = WebhookSecret.generate();
  private final WebhookSecret previous = WebhookSecret.generate();
  private final Instant now = Instant.now();

  @Test
  void when_odd_bodies_are_signed_then_the_libraries_of_Standard_Webhooks_and_Svix_verify_them()
      throws Exception {
    var standard = new com.standardwebhooks.Webhook(secret.text());
    var svix = new com.svix.Webhook(secret.text());
    var before = new com.standardwebhooks.Webhook(previous.text());

    var number = 0;
    for (var body : bodies().toList()) {
      var id = "dlv_" + number++;
      var headers = headers(id, body);
      assertThatCode(() -> standard.verify(body, headers)).as(id).doesNotThrowAnyException();
      assertThatCode(() -> before.verify(body, headers)).as(id).doesNotThrowAnyException();
      assertThatCode(() -> svix.verify(body, headers)).as(id).doesNotThrowAnyException();
    }
  }

  @Test
  void when_a_body_is_changed_then_the_libraries_refuse_it() throws Exception {
    var headers = headers("dlv_1", "a");

    assertThatThrownBy(() -> new com.standardwebhooks.Webhook(secret.text()).verify("b", headers))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> new com.svix.Webhook(secret.text()).verify("b", headers))
        .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
  }

  private Map<String, List<String>> headers(String id, String body) {
    var signature =
        new StandardWebhooks(List.of(secret, previous))
            .sign(id, now, body.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        StandardWebhooks.ID,
        List.of(id),
        StandardWebhooks.TIMESTAMP,
        List.of(Long.toString(now.getEpochSecond())),
        StandardWebhooks.SIGNATURE,
        List.of(signature));
  }

  private Stream<String> bodies() {
    var odd =
        Stream.of(
            "",
            " ",
            ".",
            "\r\n",
            "\0",
            "\0\0\0",
            "{}",
            "a.1.b",
            "\uFEFF{}",
            "\"ü€😀\"",
            "line\rline\nline\r\n",
            "\u2028",
            "x".repeat(1 << 20),
            "€".repeat(1 << 18));
    var drawn =
        IntStream.generate(() -> random.nextInt(4000))
            .mapToObj(length ->
                random
                    .ints(length, 0, Character.MIN_SUPPLEMENTARY_CODE_POINT + 1000)
                    .filter(point -> point < 0xD800 || point > 0xDFFF)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
    return Stream.concat(odd, drawn).limit(PAYLOADS);
  }
}
