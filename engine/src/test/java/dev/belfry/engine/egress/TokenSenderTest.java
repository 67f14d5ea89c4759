package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Failure;
import dev.belfry.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSenderTest {

  private static final URI TARGET = URI.create("https://receiver.example/in");
  private static final ClientCredentials CLIENT =
      new ClientCredentials(
          URI.create("https://tokens.example/token"), "my client", "s:cret&é", "read write");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<OutgoingRequest> sent = Collections.synchronizedList(new ArrayList<>());
  private volatile Function<OutgoingRequest, Answer> tokens = _ -> given("t1", 3600);
  private volatile Function<OutgoingRequest, Answer> target = _ -> answer(200, "");

  private final TokenSender sender =
      new TokenSender(
          new Sender() {
            @Override
            public Answer send(OutgoingRequest request) {
              sent.add(request);
              return (request.url().equals(TARGET) ? target : tokens).apply(request);
            }

            @Override
            public void close() {}
          },
          clock);

  @Test
  void when_a_token_is_needed_then_it_is_asked_for_as_the_standard_says_and_shown() {
    var answer = sender.send(request(CLIENT));

    assertThat(answer).isInstanceOf(Answer.Answered.class);
    assertThat(sent).hasSize(2);
    var asked = sent.getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.url()).isEqualTo(CLIENT.tokenUrl());
    assertThat(new String(asked.body(), UTF_8))
        .isEqualTo("grant_type=client_credentials&scope=read+write");
    assertThat(header(asked, "content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(header(asked, "authorization"))
        .isEqualTo(
            "Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString("my+client:s%3Acret%26%C3%A9".getBytes(UTF_8)));
    assertThat(asked.pool()).isEqualTo("acme");
    assertThat(header(sent.getLast(), "authorization")).isEqualTo("Bearer t1");
    assertThat(header(sent.getLast(), "x-mine")).isEqualTo("1");
  }

  @Test
  void when_no_token_is_needed_then_nothing_else_is_sent() {
    sender.send(request(null));

    assertThat(sent).hasSize(1);
  }

  @Test
  void when_a_token_lasts_then_it_is_kept_until_shortly_before_its_end() {
    sender.send(request(CLIENT));
    tokens = _ -> given("t2", 3600);

    clock.advance(Duration.ofSeconds(3569));
    sender.send(request(CLIENT));
    assertThat(header(sent.getLast(), "authorization")).isEqualTo("Bearer t1");
    assertThat(sent).hasSize(3);
    clock.advance(Duration.ofSeconds(2));
    sender.send(request(CLIENT));
    assertThat(header(sent.getLast(), "authorization")).isEqualTo("Bearer t2");
    assertThat(sent).hasSize(5);
  }

  @Test
  void when_tenant_client_or_trust_differ_then_tokens_are_not_shared() {
    sender.send(request(CLIENT));
    var other = new ClientCredentials(CLIENT.tokenUrl(), "other", "s:cret&é", "read write");
    sender.send(request(other));
    sender.send(
        new OutgoingRequest(
                "globex",
                "POST",
                TARGET,
                List.of(),
                new byte[0],
                TlsChoice.USUAL,
                Duration.ofSeconds(5))
            .with(CLIENT));

    assertThat(sent.stream().filter(request -> request.url().equals(CLIENT.tokenUrl()))).hasSize(3);
  }

  @Test
  void when_the_target_refuses_the_token_then_the_next_attempt_fetches_another() {
    target = request -> answer(header(request, "authorization").endsWith("t1") ? 401 : 200, "");

    var first = sender.send(request(CLIENT));
    tokens = _ -> given("t2", 3600);
    var second = sender.send(request(CLIENT));

    assertThat(((Answer.Answered) first).status()).isEqualTo(401);
    assertThat(((Answer.Answered) second).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {} | BAD_RESPONSE",
        "200 | nonsense | BAD_RESPONSE",
        "200 | {\"access_token\":5} | BAD_RESPONSE",
        "200 | {\"access_token\":\"a b\"} | BAD_RESPONSE",
        "200 | {\"access_token\":\"a\\r\\nx: y\"} | BAD_RESPONSE",
        "200 | {\"access_token\":\"a\",\"token_type\":\"mac\"} | BAD_RESPONSE",
        "401 | {\"access_token\":\"a\"} | BAD_RESPONSE",
        "410 | x | BAD_RESPONSE",
        "302 | x | BAD_RESPONSE",
        "500 | x | BAD_RESPONSE"
      })
  void when_no_usable_token_comes_then_that_is_the_outcome_and_nothing_is_sent(
      int status, String body, Failure failure) {
    tokens = _ -> answer(status, body);

    var answer = sender.send(request(CLIENT));

    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(((Answer.Failed) answer).failure()).isEqualTo(failure);
    assertThat(sent).noneMatch(request -> request.url().equals(TARGET));
    tokens = _ -> given("t1", 60);
    assertThat(sender.send(request(CLIENT))).isInstanceOf(Answer.Answered.class);
  }

  @Test
  void when_the_token_server_cannot_be_reached_then_its_failure_is_the_outcome_T55() {
    tokens = _ -> new Answer.Failed(Failure.BLOCKED, "not there");

    assertThat(sender.send(request(CLIENT)))
        .extracting(answer -> ((Answer.Failed) answer).failure())
        .isEqualTo(Failure.BLOCKED);
  }

  @Test
  void when_many_need_the_same_token_at_once_then_it_is_fetched_once() throws Exception {
    var gate = new CountDownLatch(1);
    tokens =
        _ -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return given("t1", 3600);
        };
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 50; i++) {
      threads.add(Thread.startVirtualThread(() -> sender.send(request(CLIENT))));
    }
    gate.countDown();
    for (var thread : threads) {
      thread.join();
    }

    assertThat(sent.stream().filter(request -> request.url().equals(CLIENT.tokenUrl()))).hasSize(1);
    assertThat(sent).hasSize(51);
  }

  @Test
  void when_credentials_are_shown_then_the_secret_is_not() {
    assertThat(CLIENT.toString()).doesNotContain("s:cret");
    assertThat(new Token("t1secret", clock.instant()).toString()).doesNotContain("t1secret");
  }

  private static OutgoingRequest request(@Nullable ClientCredentials credentials) {
    return new OutgoingRequest(
            "acme",
            "POST",
            TARGET,
            List.of(new Header("x-mine", "1")),
            new byte[0],
            TlsChoice.USUAL,
            Duration.ofSeconds(5))
        .with(credentials);
  }

  private static Answer given(String token, int seconds) {
    return answer(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, seconds));
  }

  private static Answer answer(int status, String body) {
    return new Answer.Answered(status, List.of(), body.getBytes(UTF_8), false);
  }

  private static String header(OutgoingRequest request, String name) {
    return request.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst()
        .orElseThrow();
  }
}
