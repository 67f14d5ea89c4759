package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.signing.StandardWebhooks;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** T63: the master key of a real folder is changed, and the power goes in the middle. */
class MasterKeyCrashTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final FakeReceiver receiver = FakeReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void T63_when_the_key_is_changed_then_webhooks_keys_and_secrets_are_as_they_were()
      throws IOException {
    var made = givenWebhookAndKey();
    var before = Files.readString(masterKey());

    assertThat(rotate(List.of())).isZero();

    assertThat(masterKey()).content().isNotEqualTo(before).hasSize(before.length());
    assertThat(folder.resolve("data/master.key.old")).hasContent(before);
    assertAllIsAsItWas(made);
    assertThat(rotate(List.of())).as("the old key is still there").isEqualTo(1);
    assertThat(log()).contains("master.key.old is there, from the change before");
  }

  @ParameterizedTest
  @EnumSource(
      value = Failpoint.class,
      names = {"AFTER_KEY_STEP", "AFTER_KEY_CHANGED", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void T63_when_it_ends_in_the_middle_then_no_server_starts_until_it_was_run_again(
      Failpoint point) {
    var made = givenWebhookAndKey();

    assertThat(rotate(List.of("-Dbelfry.failpoint=" + point.label()))).isEqualTo(137);
    if (point != Failpoint.BEFORE_COMMIT) {
      assertThat(Child.start(folder.resolve("data"), folder.resolve("log"))).isNull();
      assertThat(log()).contains("rotate-master-key");
    }
    assertThat(rotate(List.of())).isZero();

    assertAllIsAsItWas(made);
  }

  private record Made(String webhook, String secret, String key) {}

  private Made givenWebhookAndKey() {
    try (var child = start();
        var api = new Api(URI.create(child.url()), operatorKey(), "dev")) {
      var webhook =
          api.post(
                  "/v1/webhooks",
                  "application/json",
                  "{\"url\":\"%s\",\"types\":[\"*\"]}".formatted(receiver.url("/in")))
              .orFail()
              .json();
      var key =
          api.post("/v1/tenants/dev/keys", "application/json", "{\"scopes\":[\"read\",\"send\"]}")
              .orFail()
              .json();
      child.stop();
      return new Made(
          webhook.path("id").asString(),
          webhook.path("secret").asString(),
          key.path("secret").asString());
    }
  }

  private void assertAllIsAsItWas(Made made) {
    receiver.script().always(Reply.ok());
    try (var child = start();
        var api = new Api(URI.create(child.url()), made.key, null)) {
      api.post("/v1/events", "application/json", "{\"type\":\"order.paid\"}").orFail();
      var request = receiver.await(1, LIMIT).getFirst();
      assertThat(request.header(StandardWebhooks.SIGNATURE)).contains(signature(made, request));
      assertThat(api.get("/v1/webhooks/" + made.webhook).status()).isEqualTo(200);
      child.stop();
    }
    assertThat(
            Child.run(
                folder.resolve("log"),
                List.of(),
                "verify",
                "--data",
                folder.resolve("data").toString(),
                "--url",
                "http://127.0.0.1:1"))
        .isZero();
  }

  private static String signature(Made made, ReceivedRequest request) {
    var at = Long.parseLong(request.header("webhook-timestamp").orElseThrow());
    return new StandardWebhooks(List.of(WebhookSecret.parse(made.secret)))
        .sign(
            request.header("webhook-id").orElseThrow(), Instant.ofEpochSecond(at), request.body());
  }

  private int rotate(List<String> jvmOptions) {
    return Child.run(
        folder.resolve("log"),
        jvmOptions,
        "rotate-master-key",
        "--data",
        folder.resolve("data").toString());
  }

  private Child start() {
    var child = Child.start(folder.resolve("data"), folder.resolve("log"));
    assertThat(child).as("a server that starts; its log is in " + folder).isNotNull();
    return child;
  }

  private Path masterKey() {
    return folder.resolve("data/master.key");
  }

  private String operatorKey() {
    return text("data/admin.key").strip();
  }

  private String log() {
    return text("log");
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
