package dev.belfry.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.crash.Child;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

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
        proofs(dev, receiver);
        seen.append(console(child.url(), admin));
        breakOff(child.url());
        Eventually.holds(
            "attempts are made", Duration.ofSeconds(60), () -> receiver.count() >= ROUNDS / 2);
        Eventually.holds(
            "the token, the certificate and the vendor's secret are used",
            Duration.ofSeconds(60),
            () -> paths(receiver).containsAll(List.of("/token", "/oauth", "/rotated", "/vendor")));
        seen.append(dev.get("/metrics").body()).append(dev.get("/readyz").body());
      }
      child.stop();
    }

    var text = Files.readString(log) + seen;
    assertThat(canaries).hasSizeGreaterThan(1000);
    assertThat(Files.readString(log).lines().filter(line -> line.contains("attempt")))
        .hasSizeGreaterThan(10);
    assertThat(Files.readString(log).lines())
        .as("DEBUG is on")
        .anyMatch(line -> line.contains("\"level\":\"debug\""));
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

  /** Each way to prove something to a receiver, each with an attempt. */
  private void proofs(Sender dev, FakeReceiver receiver) {
    var token = canary();
    receiver
        .script("/token")
        .always(
            new Reply.Answer(200, List.of(), new byte[0])
                .body("{\"access_token\":\"" + token + "\",\"expires_in\":600}")
                .with("Content-Type", "application/json"));
    var certificate = TestCertificate.of("127.0.0.1");
    canaries.addAll(certificate.keyPem().lines().filter(line -> line.length() > 40).toList());
    made(
        dev,
        """
        {"url":"%s","types":["proof"],
         "auth":{"type":"oauth2","tokenUrl":"%s","clientId":"c","clientSecret":"%s"}}
        """
            .formatted(receiver.url("/oauth"), receiver.url("/token"), canary()));
    made(
        dev,
        "{\"url\":\"%s\",\"types\":[\"proof\"],\"tls\":{\"certificate\":\"%s\",\"key\":\"%s\"}}"
            .formatted(
                receiver.url("/certificate"),
                certificate.pem().replace("\n", "\\n"),
                certificate.keyPem().replace("\n", "\\n")));
    var rotated = made(dev, "{\"url\":\"" + receiver.url("/rotated") + "\",\"types\":[\"proof\"]}");
    var rotation =
        dev.post("/v1/webhooks/" + rotated + "/secret/rotations", "{\"overlap\":\"1h\"}");
    assertThat(rotation.statusCode()).isEqualTo(201);
    canaries.add(member(rotation.body(), "secret").replace("whsec_", ""));
    receiver.script("/vendor").always(Reply.ok());
    var vendors =
        dev.post(
            "/superoffice/dev/api/v1/Webhook",
            """
            {"Name":"n","Events":["contact.created"],"TargetUrl":"%s","Secret":"%s","Type":"webhook",
             "State":"Active"}
            """
                .formatted(receiver.url("/vendor"), canary()));
    assertThat(vendors.statusCode()).as(vendors.body()).isBetween(200, 201);
    dev.post("/v1/events", "{\"type\":\"proof\"}");
    dev.post("/v1/events", "{\"type\":\"contact.created\",\"subject\":\"contact/1\",\"data\":{}}");
  }

  private String made(Sender dev, String webhook) {
    var answer = dev.post("/v1/webhooks", webhook);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    canaries.add(member(answer.body(), "secret").replace("whsec_", ""));
    return member(answer.body(), "id");
  }

  /** Signs in with a good key and with a wrong one, opens a portal; answers what wrong ones see. */
  private String console(String url, String admin) throws IOException {
    try (var operator = new Sender(url, admin, null);
        var client = HttpClient.newHttpClient()) {
      var key = member(operator.post("/v1/tenants/dev/keys", "{}").body(), "secret");
      canaries.add(key);
      var cookie = cookie(signIn(client, url, key));
      canaries.add(cookie);
      var page = HttpRequest.newBuilder(URI.create(url + "/console/webhooks"));
      page.header("Cookie", "__Host-belfry=" + cookie);
      assertThat(send(client, page.build()).statusCode()).isEqualTo(200);
      var link =
          member(
              operator.post("/v1/portal-links", "{\"tenant\":\"dev\",\"expiresIn\":\"1h\"}").body(),
              "url");
      canaries.add(link.substring(link.lastIndexOf('.') + 1));
      var opened = send(client, HttpRequest.newBuilder(URI.create(link)).build());
      assertThat(opened.statusCode()).isEqualTo(303);
      canaries.add(cookie(opened));
      var wrong = HttpRequest.newBuilder(URI.create(url + "/portal/open/" + canary())).build();
      return signIn(client, url, canary()).body() + send(client, wrong).body();
    }
  }

  private static HttpResponse<String> signIn(HttpClient client, String url, String key)
      throws IOException {
    return send(
        client,
        HttpRequest.newBuilder(URI.create(url + "/console/sign-in"))
            .header("Origin", url)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("key=" + key))
            .build());
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A request that ends in the midst of a header with something secret: the server says so. */
  private void breakOff(String url) throws IOException {
    var address = URI.create(url);
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoLinger(true, 0);
      var head = "GET /v1/webhooks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + canary();
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  private static Set<String> paths(FakeReceiver receiver) {
    return receiver.requests().stream().map(ReceivedRequest::path).collect(Collectors.toSet());
  }

  private static String cookie(HttpResponse<String> answer) {
    var given = answer.headers().firstValue("set-cookie").orElseThrow();
    return given.substring(given.indexOf('=') + 1, given.indexOf(';'));
  }

  private static String member(String json, String name) {
    return JsonMapper.shared().readTree(json).get(name).asString();
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
