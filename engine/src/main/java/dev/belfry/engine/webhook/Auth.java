package dev.belfry.engine.webhook;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a request shows the target who sends it, besides its signature. */
public sealed interface Auth {

  /** RFC 7617. */
  record Basic(String username, String password) implements Auth {
    @Override
    public String toString() {
      return "Basic[username=" + username + "]";
    }
  }

  /** RFC 6750. */
  record Bearer(String token) implements Auth {
    @Override
    public String toString() {
      return "Bearer[]";
    }
  }

  /**
   * A token fetched with these and kept while it lasts: RFC 6749, client credentials.
   *
   * @param scope null for the server's usual one
   */
  record OAuth2(URI tokenUrl, String clientId, String clientSecret, @Nullable String scope)
      implements Auth {
    @Override
    public String toString() {
      return "OAuth2[host=" + tokenUrl.getHost() + ", clientId=" + clientId + "]";
    }
  }
}
