package dev.belfry.server.apidoc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.server.Program;
import dev.belfry.server.config.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server on a free port, asked over HTTP as anybody would. */
final class LiveServer implements AutoCloseable {

  static final String OPERATOR = "operator-key-of-the-tests-0123456789abcdef";
  static final JsonMapper JSON = new JsonMapper();

  /** Whoever has no answer by then hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Program program;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  LiveServer(Path folder, String... variables) {
    var environment = new HashMap<>(Map.of("BELFRY_ADMIN_KEY", OPERATOR));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    program =
        Program.start(
            SettingsReader.read(
                true, Map.of("port", "0", "data", folder.toString()), environment, null),
            true,
            broken -> {
              throw broken;
            });
  }

  URI url() {
    return program.address();
  }

  /** Of a tenant that is there already, a key that may do everything. */
  String key() {
    return Program.DEV_SECRET;
  }

  /** With JSON as body. */
  Answer json(String method, String target, @Nullable String key, @Nullable String body) {
    return body == null
        ? call(method, target, key, new byte[0])
        : call(method, target, key, body.getBytes(UTF_8), "Content-Type", "application/json");
  }

  /**
   * One request.
   *
   * @param target path and query, encoded
   * @param key null for none
   * @param headers name, value, name, value…
   */
  Answer call(String method, String target, @Nullable String key, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + target))
            .timeout(PATIENCE)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError(
          method + " " + target + " " + new String(body, UTF_8) + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    program.close();
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    byte[] body() {
      return response.body();
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }
}
