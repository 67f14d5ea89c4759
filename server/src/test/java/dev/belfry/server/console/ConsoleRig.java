package dev.belfry.server.console;

import dev.belfry.server.OperatorKey;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Belfry with its console, and a caller that sends what it is told and follows nothing. */
final class ConsoleRig implements AutoCloseable {

  private static final Pattern PROOF = Pattern.compile("name=\"proof\" value=\"([^\"]+)\"");

  final Program program;
  final URI url;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  ConsoleRig(Map<String, String> variables) {
    this(true, variables);
  }

  /** Without {@code dev} it starts as in use, where nothing unsafe is allowed unless it is said. */
  ConsoleRig(boolean dev, Map<String, String> variables) {
    try {
      folder = Files.createTempDirectory("belfry-console-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var flags = new HashMap<>(Map.of("port", "0", "data", folder.toString()));
    program = Program.start(SettingsReader.read(dev, flags, variables, null), dev, _ -> {});
    url = program.address();
  }

  String operatorKey() {
    return OperatorKey.find(folder).orElseThrow();
  }

  /** The file of its store. */
  Path store() {
    return folder.resolve("belfry.db");
  }

  /** Our own API for the tenant dev. */
  Api api() {
    return new Api(url, Program.DEV_SECRET, null);
  }

  Api operator() {
    return new Api(url, operatorKey(), null);
  }

  /** As a browser sends a form of our own pages. */
  HttpResponse<String> post(String path, String cookie, Map<String, String> form) {
    return send("POST", path, browser(cookie), encoded(form));
  }

  HttpResponse<String> get(String path, String cookie) {
    return send("GET", path, cookie.isEmpty() ? Map.of() : Map.of("Cookie", cookie), "");
  }

  Map<String, String> browser(String cookie) {
    var headers = new HashMap<String, String>();
    headers.put("Origin", url.toString());
    headers.put("Sec-Fetch-Site", "same-origin");
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    if (!cookie.isEmpty()) {
      headers.put("Cookie", cookie);
    }
    return headers;
  }

  HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Signs in; answers the cookie to send. */
  String signIn(String key) {
    var answer = post("/console/sign-in", "", Map.of("key", key));
    return cookie(answer);
  }

  /** Opens a portal link that the operator made; answers the cookie to send. */
  String openPortal(String asked) {
    return cookie(get(portalLink(asked).substring(url.toString().length()), ""));
  }

  /** The address of a link that the operator makes. */
  String portalLink(String asked) {
    try (var operator = operator()) {
      var link = operator.post("/v1/portal-links", "application/json", asked).orFail().json();
      return link.get("url").asString();
    }
  }

  static String cookie(HttpResponse<String> answer) {
    var given = answer.headers().firstValue("set-cookie").orElseThrow();
    return given.substring(0, given.indexOf(';'));
  }

  /** Where an answer leads. */
  static String goesTo(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElseThrow();
  }

  /** What forms of a session carry, as a page shows it. */
  String proof(String page, String cookie) {
    var matcher = PROOF.matcher(get(page, cookie).body());
    if (!matcher.find()) {
      throw new IllegalStateException("no form on " + page);
    }
    return matcher.group(1);
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public void close() {
    client.shutdownNow();
    program.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
