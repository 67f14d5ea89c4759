package dev.belfry.engine.webhook;

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
}
