package dev.belfry.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody may find in a log: everything that somebody handed over in confidence. */
class SecretsInLogsTest {

  private static final int ROUNDS = 100;

  @TempDir Path folder;
  private final Random random = new Random(83);
  private final List<String> canaries = new ArrayList<>();

  @Test
  void T83_when_a_thousand_secrets_pass_through_then_none_is_in_log_metrics_or_errors()
      throws IOException {
    var log = folder.resolve("log");
    var seen = new StringBuilder();
    try (var receiver = FakeReceiver.start();
        var child = Child.start(folder.resolve("data"), log, "-Dbelfry.log.level=DEBUG")) {
      var admin = Files.readString(folder.resolve("data/admin.key")).strip();
      canaries.add(admin);
      receiver
          .script()
          .always(Reply.status(500).with("X-Secret", canary()).body("secret " + canary()));
      try (var dev = new Sender(child.url(), Child.KEY, null);
          var stranger = new Sender(child.url(), canary(), null)) {
        for (int i = 0; i < ROUNDS; i++) {
          seen.append(round(dev, stranger, receiver));
        }
        Eventually.holds(
            "attempts are made", Duration.ofSeconds(60), () -> receiver.count() >= ROUNDS / 2);
        seen.append(dev.get("/metrics").body()).append(dev.get("/readyz").body());
      }
      child.stop();
    }

    var text = Files.readString(log) + seen;
    assertThat(canaries).hasSizeGreaterThan(1000);
    assertThat(Files.readString(log).lines().filter(line -> line.contains("attempt")))
        .hasSizeGreaterThan(10);
    assertThat(canaries.stream().filter(text::contains)).isEmpty();
  }

  /** Answers what came back of errors. */
  private String round(Sender dev, Sender stranger, FakeReceiver receiver) {
    var errors = new StringBuilder();
    var good =
        """
        {"url":"%s?token=%s","types":["a"],"headers":{"X-Api-Key":"%s"},
         "secret":"whsec_%s","auth":{"type":"basic","username":"u","password":"%s"}}
        """
            .formatted(receiver.url("/" + canary()), canary(), canary(), secret(), canary());
    assertThat(dev.post("/v1/webhooks", good).statusCode()).isEqualTo(201);
    errors.append(
        dev.post("/v1/webhooks", "{\"url\":\"https://u:" + canary() + "@a.example/\"}").body());
    errors.append(
        dev.post(
                "/v1/webhooks",
                "{\"url\":\"https://a.example\",\"auth\":{\"type\":\"bearer\",\"token\":7,\"x\":\""
                    + canary()
                    + "\"}}")
            .body());
    dev.post("/v1/events", "{\"type\":\"a\",\"data\":{\"password\":\"" + canary() + "\"}}");
    errors.append(dev.post("/v1/events", "{\"type\":\"a\",\"data\":" + canary()).body());
    errors.append(stranger.get("/v1/webhooks?token=" + canary()).body());
    errors.append(dev.get("/apify/v2/webhooks?token=" + canary()).body());
    errors.append(dev.get("/v1/webhooks?limit=0&secret=" + canary()).body());
    return errors.toString();
  }

  private String canary() {
    var bytes = new byte[18];
    random.nextBytes(bytes);
    var canary = "canary" + Base64.getUrlEncoder().encodeToString(bytes).replace('-', 'x');
    canaries.add(canary);
    return canary;
  }

  private String secret() {
    var secret =
        Base64.getEncoder()
            .encodeToString(
                ("c" + random.nextLong() + random.nextLong() + "0123456789abcdef")
                    .substring(0, 30)
                    .getBytes(StandardCharsets.UTF_8));
    canaries.add(secret);
    return secret;
  }
}
