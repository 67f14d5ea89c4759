package dev.belfry.dialects;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What to answer.
 *
 * @param headers besides {@code Content-Length} and {@code Date}, which are the server's
 */
public record Response(int status, List<Field> headers, byte[] body) {

  private static final byte[] NOTHING = {};

  public Response {
    headers = List.copyOf(headers);
  }

  /** One response header. */
  public record Field(String name, String value) {}

  public static Response of(int status) {
    return new Response(status, List.of(), NOTHING);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, List.of(new Field("Content-Type", contentType)), body);
  }

  public static Response of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same answer with one header more. */
  public Response with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Field(name, value));
    return new Response(status, more, body);
  }
}
