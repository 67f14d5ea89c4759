package dev.belfry.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.dialects.ChallengeAnswer;
import dev.belfry.dialects.Response;
import dev.belfry.engine.signing.StandardWebhooks;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.server.listen.Listener.Manners;
import dev.belfry.testkit.SettableClock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private final SettableClock clock = SettableClock.atNoon();
  private final WebhookSecret secret = WebhookSecret.generate();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Listener listener = start(List.of(secret.text()), 200, List.of());

  @AfterEach
  void close() {
    client.shutdownNow();
    listener.close();
  }

  @Test
  void when_a_request_is_well_signed_then_it_is_told_and_answered() throws Exception {
    var answer = client.send(signed(secret, BODY).build(), BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    var only = onlyReceived();
    assertThat(only.check()).isEqualTo(new Check.Good("Standard Webhooks"));
    assertThat(only.at()).isEqualTo(clock.instant());
    assertThat(only.answered()).isEqualTo(200);
    assertThat(only.request().method()).isEqualTo("POST");
    assertThat(only.request().path()).isEqualTo("/in voice");
    assertThat(only.request().rawQuery()).isEqualTo("q=%20");
    assertThat(only.request().body()).isEqualTo(BODY);
    assertThat(only.request().header("webhook-id")).contains("dlv_1");
  }

  @Test
  void when_it_is_signed_with_another_secret_then_it_is_refused_with_the_reason() throws Exception {
    var answer =
        client.send(signed(WebhookSecret.generate(), BODY).build(), BodyHandlers.discarding());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(onlyReceived().check())
        .isEqualTo(
            new Check.Bad(
                "Standard Webhooks", "no signature fits: another secret, or a changed request"));
  }

  @Test
  void when_it_was_signed_too_long_ago_then_it_is_refused() throws Exception {
    var request = signed(secret, BODY).build();
    clock.advance(Duration.ofSeconds(301));

    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    assertThat(onlyReceived().check())
        .isEqualTo(new Check.Bad("Standard Webhooks", "signed 301 s ago, over 300"));
  }

  @Test
  void when_it_is_not_signed_though_there_is_a_secret_then_it_is_refused() throws Exception {
    assertThat(plain(BODY).statusCode()).isEqualTo(401);
    assertThat(onlyReceived().check()).isEqualTo(new Check.Unsigned());
  }

  @Test
  void when_there_is_no_secret_then_nothing_is_checked_and_the_status_is_the_one_asked_for()
      throws Exception {
    restart(List.of(), 503, List.of());

    assertThat(plain(BODY).statusCode()).isEqualTo(503);
    assertThat(onlyReceived().check()).isEqualTo(new Check.NotChecked("no secret given"));
  }

  @Test
  void when_it_is_a_challenge_then_the_challenge_is_answered() throws Exception {
    ChallengeAnswer echo =
        request -> request.header("x-challenge").map(c -> Response.of(200, "text/plain", c));
    restart(List.of(), 500, List.of(_ -> Optional.empty(), echo));

    var challenge =
        HttpRequest.newBuilder(listener.url())
            .header("x-challenge", "42")
            .POST(BodyPublishers.noBody())
            .build();

    var answer = client.send(challenge, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("42");
    assertThat(plain(BODY).statusCode()).isEqualTo(500);
  }

  @Test
  void when_a_body_is_over_16_MiB_then_it_is_refused() throws Exception {
    var body = new byte[(16 << 20) + 1];

    assertThat(plain(body).statusCode()).isEqualTo(413);
    assertThat(onlyReceived().check()).isEqualTo(new Check.NotChecked("the body is over 16 MiB"));
  }

  @Test
  void when_a_delay_is_asked_for_then_the_answer_comes_no_earlier() throws Exception {
    listener.close();
    var manners =
        new Manners(new Signatures(List.of(), List.of()), 200, Duration.ofMillis(60), List.of());
    listener = Listener.start(ANY_PORT, manners, clock, received::add);

    var start = System.nanoTime();
    plain(BODY);

    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(55).toNanos());
  }

  @Test
  void when_the_port_is_taken_then_it_does_not_start() {
    var taken = new InetSocketAddress(ANY_PORT.getAddress(), listener.port());
    var manners = new Manners(new Signatures(List.of(), List.of()), 200, Duration.ZERO, List.of());

    assertThatThrownBy(() -> Listener.start(taken, manners, clock, received::add))
        .isInstanceOf(BindException.class);
  }

  @Test
  void when_a_secret_is_of_no_use_to_any_scheme_then_it_is_refused_without_being_repeated() {
    List<dev.belfry.dialects.SignatureScheme> schemes = List.of(new StandardWebhooksScheme());

    assertThatThrownBy(() -> new Signatures(schemes, List.of(secret.text(), "hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secret 2 must start with whsec_");
  }

  private Listener start(List<String> secrets, int status, List<ChallengeAnswer> challenges) {
    var signatures = new Signatures(List.of(new StandardWebhooksScheme()), secrets);
    try {
      return Listener.start(
          ANY_PORT,
          new Manners(signatures, status, Duration.ZERO, challenges),
          clock,
          received::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(List<String> secrets, int status, List<ChallengeAnswer> challenges) {
    listener.close();
    listener = start(secrets, status, challenges);
  }

  private Received onlyReceived() {
    assertThat(received).hasSize(1);
    return received.element();
  }

  private HttpResponse<Void> plain(byte[] body) throws Exception {
    var request =
        HttpRequest.newBuilder(listener.url()).POST(BodyPublishers.ofByteArray(body)).build();
    return client.send(request, BodyHandlers.discarding());
  }

  private HttpRequest.Builder signed(WebhookSecret with, byte[] body) {
    var now = clock.instant();
    return HttpRequest.newBuilder(listener.url().resolve("/in%20voice?q=%20"))
        .header("webhook-id", "dlv_1")
        .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .header("webhook-signature", new StandardWebhooks(List.of(with)).sign("dlv_1", now, body))
        .POST(BodyPublishers.ofByteArray(body));
  }
}
