package dev.belfry.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/testing.md, as it stands there. */
class OrdersTest {

  @RegisterExtension
  static final BelfryExtension belfry = BelfryExtension.dev().with("BELFRY_TIME_SCALE", "1000");

  @Test
  void an_order_is_told_again_until_the_receiver_takes_it() throws Exception {
    try (var receiver = FakeReceiver.start()) {
      receiver.script().next(Reply.status(503));
      post("/v1/webhooks", "{\"url\":\"" + receiver.url("/orders") + "\",\"types\":[\"order.*\"]}");

      var answer = post("/v1/events", "{\"type\":\"order.created\",\"data\":{\"total\":42}}");

      assertEquals(202, answer.statusCode());
      var received = receiver.await(2, Duration.ofSeconds(10));
      assertTrue(received.getLast().header("webhook-signature").orElseThrow().startsWith("v1,"));
    }
  }

  private static HttpResponse<String> post(String path, String json) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(belfry.url() + path))
              .header("Authorization", "Bearer " + belfry.key())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
