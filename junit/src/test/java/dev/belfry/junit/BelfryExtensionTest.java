package dev.belfry.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example for other people's tests: an event sent is an event received. */
class BelfryExtensionTest {

  @RegisterExtension static final BelfryExtension belfry = BelfryExtension.dev();

  @Test
  void when_an_event_is_sent_then_the_webhook_that_wants_it_receives_it_signed() throws Exception {
    try (var receiver = FakeReceiver.start()) {
      var url = receiver.url("/orders");
      post("/v1/webhooks", "{\"url\":\"" + url + "\",\"types\":[\"order.*\"]}");

      var answer = post("/v1/events", "{\"type\":\"order.created\",\"data\":{\"total\":42}}");

      assertThat(answer.statusCode()).isEqualTo(202);
      var received = receiver.await(1, Duration.ofSeconds(10)).getFirst();
      assertThat(received.header("webhook-signature").orElseThrow()).startsWith("v1,");
      assertThat(received.header("content-type")).contains("application/cloudevents+json");
    }
  }

  private static HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(belfry.url() + path))
              .header("Authorization", "Bearer " + belfry.key())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
