package dev.belfry.server.client;

import dev.belfry.server.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running server, as any client would. */
public final class Api implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Work on the whole store takes as long as the store is large. */
  private static final String UPKEEP = "/v1/admin/";

  private static final Duration PATIENCE_WITH_UPKEEP = Duration.ofHours(2);

  private final HttpClient client;
  private final URI base;
  private final @Nullable Credentials credentials;
  private final @Nullable String tenant;

  /**
   * Does not connect yet.
   *
   * @param key null for routes without credentials
   * @param tenant for whom the operator's key acts; null for a tenant's own key
   */
  public Api(URI base, @Nullable String key, @Nullable String tenant) {
    this(base, key == null ? null : new Credentials(key, "given"), tenant, null);
  }

  /**
   * The same.
   *
   * @param trust whose certificates are believed; null for those that Java believes
   */
  Api(
      URI base,
      @Nullable Credentials credentials,
      @Nullable String tenant,
      @Nullable SSLContext trust) {
    this.base = base;
    this.credentials = credentials;
    this.tenant = tenant;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /**
   * What came back.
   *
   * @param keyOrigin where the key that was sent along came from; empty if none was
   */
  public record Answer(int status, String body, String keyOrigin) {

    public boolean good() {
      return status >= 200 && status < 300;
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JacksonException _) {
        throw new Failure("the server's answer is no JSON; is it Belfry?");
      }
    }

    /**
     * The same, if it is good.
     *
     * @throws Failure with what the server said is wrong
     */
    public Answer orFail() {
      if (good()) {
        return this;
      }
      throw new Failure("the server answered " + status + explanation());
    }

    private String explanation() {
      var problem = body.startsWith("{") ? json() : JSON.createObjectNode();
      var text = new StringBuilder();
      if (problem.hasNonNull("detail")) {
        text.append(": ").append(problem.get("detail").asString());
      }
      for (var error : problem.path("errors")) {
        text.append("; ")
            .append(error.path("pointer").asString())
            .append(": ")
            .append(error.path("detail").asString());
      }
      if (status == 401 && !keyOrigin.isEmpty()) {
        text.append(" (the key was ").append(keyOrigin).append(")");
      }
      return text.toString();
    }
  }

  public Answer get(String path) {
    return ask(request(path).GET().build());
  }

  public Answer post(String path, String contentType, String body) {
    return ask(
        request(path)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /**
   * JSON to a vendor's dialect.
   *
   * @param headers the vendor's own credentials and the like; they come before ours
   */
  public Answer send(String method, String path, String body, Map<String, String> headers) {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    return ask(request.build());
  }

  /** Empty when nobody listens there. */
  public Optional<Answer> getIfRunning(String path) {
    try {
      return Optional.of(send(request(path).GET().build()));
    } catch (ConnectException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(path.startsWith(UPKEEP) ? PATIENCE_WITH_UPKEEP : PATIENCE);
    if (credentials != null) {
      request.header("Authorization", "Bearer " + credentials.key());
    }
    if (tenant != null) {
      request.header("Belfry-Tenant", tenant);
    }
    return request;
  }

  private Answer ask(HttpRequest request) {
    try {
      return send(request);
    } catch (ConnectException _) {
      throw nobodyThere();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  Failure nobodyThere() {
    return new Failure(
        "nobody listens on "
            + base
            + "; start a server with ./belfry serve --dev, or name another with --url");
  }

  private Failure unreachable(IOException e) {
    if (e instanceof SSLException) {
      return new Failure(
          "no secure connection to "
              + base
              + ": "
              + e.getMessage()
              + "; if its certificate is one of your own, name it or its authority: --ca FILE");
    }
    return new Failure("no answer from " + base + ": " + e.getMessage());
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      var origin = credentials == null ? "" : credentials.origin();
      return new Answer(response.statusCode(), response.body(), origin);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
