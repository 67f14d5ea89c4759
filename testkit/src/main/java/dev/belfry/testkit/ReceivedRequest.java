package dev.belfry.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param target path and query, not decoded
 * @param headers in the order received, names as sent
 * @param body after a transfer encoding is undone; a content encoding is left as it is
 * @param at when the last byte of it was read, by the receiver's clock
 * @param connection counts the receiver's connections from 1
 */
public record ReceivedRequest(
    String method, String target, List<Field> headers, byte[] body, Instant at, int connection) {

  public ReceivedRequest {
    headers = List.copyOf(headers);
  }

  /** One header, as sent. */
  public record Field(String name, String value) {}

  /** The target without its query. */
  public String path() {
    var end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  /** The first value of a header; {@code name} in any case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All values of a header; {@code name} in any case. */
  public List<String> headers(String name) {
    return headers.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
