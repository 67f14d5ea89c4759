package dev.belfry.engine.egress;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * With what a token is asked for.
 *
 * @param tokenUrl absolute, http or https; whether its host may be reached is decided each time
 * @param clientSecret never shown in {@link #toString}
 * @param scope null for the server's usual one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, Client Credentials
 *     Grant</a>
 */
public record ClientCredentials(
    URI tokenUrl, String clientId, String clientSecret, @Nullable String scope) {

  @Override
  public String toString() {
    return "ClientCredentials[" + tokenUrl.getHost() + ", " + clientId + "]";
  }
}
