package dev.belfry.dialects;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it reached the server, taken apart but not interpreted.
 *
 * @param method as sent, upper case; may be none of {@link Method}
 * @param path as sent, begins with a slash, without the query; routing decodes its segments
 * @param rawQuery what follows the question mark, not decoded; empty if there is none
 * @param headers names in lower case; values in the order received
 * @param body whole, at most the server's limit; as sent (a content encoding is not undone)
 * @param variables what the route's {@code {names}} stand for; empty before routing
 * @param baseUrl scheme, host and port by which the caller reached the server, no trailing slash
 * @param peer the caller's address, by the rules on trusted proxies
 */
public record Request(
    String method,
    String path,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    Map<String, String> variables,
    String baseUrl,
    String peer) {

  /** The first value of a header; {@code name} in any case. */
  public Optional<String> header(String name) {
    var values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** What the route's {@code {name}} stands for, decoded. */
  public String variable(String name) {
    var value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** The same request with the variables of its route. */
  public Request with(Map<String, String> routeVariables) {
    return new Request(
        method, path, rawQuery, headers, body, Map.copyOf(routeVariables), baseUrl, peer);
  }

  /** The same request for whoever keeps it after it was answered: bodies can be large. */
  public Request withoutBody() {
    return new Request(method, path, rawQuery, headers, new byte[0], variables, baseUrl, peer);
  }
}
