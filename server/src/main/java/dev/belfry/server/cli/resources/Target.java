package dev.belfry.server.cli.resources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** A path with a query, put together with what needs escaping escaped. */
final class Target {

  private final StringBuilder text;
  private char next = '?';

  /**
   * A path.
   *
   * @param segments each is one segment, whatever is in it
   */
  Target(String... segments) {
    text = new StringBuilder("/v1");
    for (var segment : segments) {
      text.append('/').append(URLEncoder.encode(segment, UTF_8).replace("+", "%20"));
    }
  }

  private Target(Target other) {
    text = new StringBuilder(other.text);
    next = other.next;
  }

  Target copy() {
    return new Target(this);
  }

  /** The same with a parameter, if it has a value. */
  Target with(String name, @Nullable Object value) {
    if (value != null) {
      text.append(next).append(name).append('=').append(URLEncoder.encode(value.toString(), UTF_8));
      next = '&';
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
