package dev.belfry.bench.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that prepare a run; not on any measured path. */
public final class Api {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI base;
  private final Map<String, String> credentials;

  private Api(URI base, Map<String, String> credentials) {
    this.base = base;
    this.credentials = credentials;
  }

  /** The program's own API. */
  static Api own(URI base, String key) {
    return new Api(base, Map.of("authorization", "Bearer " + key));
  }

  /** The same program, with the headers that a vendor's client proves itself with. */
  Api with(Map<String, String> headers) {
    return new Api(base, Map.copyOf(headers));
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

  /** Puts JSON. */
  JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return JSON.readTree(
        send(path, request -> request.PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)))));
  }

  /** Changes what a JSON merge patch names. */
  void patch(String path, Object body) throws IOException, InterruptedException {
    send(
        path,
        request -> request.method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** The id, in our own API, of the one webhook of a dialect. */
  String onlyWebhookOf(String dialect) throws IOException, InterruptedException {
    return get("/v1/webhooks?dialect=" + dialect).get("data").get(0).get("id").asString();
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
            .header("content-type", "application/json");
    credentials.forEach(request::header);
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = client.send(method.apply(request).build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    }
  }
}
