package dev.belfry.engine.egress;

import java.net.URI;

/**
 * A URL that was read and found fit to be asked.
 *
 * @param url normalised: lower-case scheme and host, no trailing dot, no default port, no fragment,
 *     at least {@code /} as path
 * @param port never 0
 */
record Destination(URI url, boolean secure, Host host, int port) {

  /** What stands in {@code Host}. */
  String authority() {
    return url.getRawAuthority();
  }

  /** Path and query, as they go on the wire. */
  String pathAndQuery() {
    var query = url.getRawQuery();
    return query == null ? url.getRawPath() : url.getRawPath() + "?" + query;
  }
}
