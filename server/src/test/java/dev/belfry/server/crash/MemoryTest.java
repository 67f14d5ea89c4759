package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.client.Api;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One tenant tries to fill the memory of a server that has little. */
class MemoryTest {

  private static final String SMALL = "-Xmx96m";

  @TempDir Path folder;

  @Test
  void when_a_tenant_makes_webhooks_without_end_then_it_is_refused_and_the_server_starts_again() {
    var data = folder.resolve("data");
    var log = folder.resolve("log");
    var large = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      large.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":\"");
      large.append("€".repeat(1000)).append('"');
    }
    var webhook =
        "{\"url\":\"http://127.0.0.1:65001/\",\"types\":[\"a\"],\"metadata\":{%s}}"
            .formatted(large);
    int made = 0;
    try (var child = Child.start(data, log, SMALL)) {
      assertThat(child).isNotNull();
      try (var api = new Api(URI.create(child.url()), Child.KEY, null)) {
        var answer = api.post("/v1/webhooks", "application/json", webhook);
        while (answer.status() == 201 && made < 1000) {
          made++;
          answer = api.post("/v1/webhooks", "application/json", webhook);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).contains("memory for webhooks");
        assertThat(made).isBetween(50, 500);
        api.post("/v1/events", "application/json", "{\"type\":\"b\"}").orFail();
      }
      assertThat(child.stop()).isZero();
    }

    try (var child = Child.start(data, log, SMALL)) {
      assertThat(child).as("it starts again").isNotNull();
      try (var api = new Api(URI.create(child.url()), Child.KEY, null)) {
        api.post("/v1/events", "application/json", "{\"type\":\"b\"}").orFail();
      }
      child.stop();
    }
  }
}
