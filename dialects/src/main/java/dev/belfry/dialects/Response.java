package dev.belfry.dialects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to answer.
 *
 * @param headers besides {@code Content-Length} and {@code Date}, which are the server's
 * @param feed writes a body that goes on as long as the caller listens, after {@code body}; null
 *     for an answer that is whole
 */
public record Response(int status, List<Field> headers, byte[] body, @Nullable Feed feed) {

  private static final byte[] NOTHING = {};

  public Response {
    headers = List.copyOf(headers);
  }

  /** An answer that is whole. */
  public Response(int status, List<Field> headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** Writes what there is to tell, piece by piece, and returns when nobody listens any more. */
  @FunctionalInterface
  public interface Feed {
    /**
     * Runs on the connection's own thread.
     *
     * @throws IOException if the caller is gone
     */
    void tell(Listener listener) throws IOException, InterruptedException;
  }

  /** Who listens to a feed. */
  public interface Listener {
    /** Sends a piece at once. */
    void send(byte[] piece) throws IOException;

    /** False when the server is stopping. */
    boolean isWanted();
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

  /** An answer that goes on; the connection ends with it. */
  public static Response feeding(String contentType, Feed feed) {
    return new Response(200, List.of(new Field("Content-Type", contentType)), NOTHING, feed);
  }

  /** The same answer with one header more. */
  public Response with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Field(name, value));
    return new Response(status, more, body, feed);
  }
}
