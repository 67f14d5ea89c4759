package dev.belfry.bench.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that prepare a run; not on any measured path. */
public final class Api {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI base;
  private final String key;

  Api(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /**
   * Posts JSON.
   *
   * @throws IOException if the answer is not 2xx; its text is the message
   */
  public JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return JSON.readTree(
        send(
            path, request -> request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))));
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(path, HttpRequest.Builder::GET));
  }

  public void delete(String path) throws IOException, InterruptedException {
    send(path, HttpRequest.Builder::DELETE);
  }

  /** Posts text as it is. */
  void postText(String path, String text) throws IOException, InterruptedException {
    send(path, request -> request.POST(BodyPublishers.ofString(text)));
  }

  private String send(String path, java.util.function.UnaryOperator<HttpRequest.Builder> method)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json");
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = client.send(method.apply(request).build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    }
  }
}
