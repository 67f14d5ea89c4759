package dev.belfry.engine.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request about to leave.
 *
 * @param pool connections are shared only between requests of the same pool (a tenant's name) and
 *     the same {@code tls}
 * @param method upper case
 * @param url absolute, http or https
 * @param headers in the order they are to be sent; the caller may repeat a name; {@code Host} and
 *     {@code Content-Length} are the sender's
 * @param body may be empty; sent as it is
 * @param tls what is trusted and shown
 * @param timeout from resolving the name to the last byte of the answer
 * @param credentials with which a token is to be fetched and shown; null for none
 * @param mostKept bytes of the answer's body that are kept, at most 64 KiB
 */
public record OutgoingRequest(
    String pool,
    String method,
    URI url,
    List<Header> headers,
    byte[] body,
    TlsChoice tls,
    Duration timeout,
    @Nullable ClientCredentials credentials,
    int mostKept) {

  private static final int USUALLY_KEPT = 4096;

  public OutgoingRequest {
    headers = List.copyOf(headers);
  }

  /** One that needs no token; 4 KiB of the answer's body are kept. */
  public OutgoingRequest(
      String pool,
      String method,
      URI url,
      List<Header> headers,
      byte[] body,
      TlsChoice tls,
      Duration timeout) {
    this(pool, method, url, headers, body, tls, timeout, null, USUALLY_KEPT);
  }

  /** The same, for which a token is to be fetched first. */
  public OutgoingRequest with(@Nullable ClientCredentials given) {
    return new OutgoingRequest(pool, method, url, headers, body, tls, timeout, given, mostKept);
  }
}
