package dev.belfry.engine.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;

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
 */
public record OutgoingRequest(
    String pool,
    String method,
    URI url,
    List<Header> headers,
    byte[] body,
    TlsChoice tls,
    Duration timeout) {

  public OutgoingRequest {
    headers = List.copyOf(headers);
  }
}
