package dev.belfry.server.listen;

/** What is known of a request's signature. */
public sealed interface Check {

  /** Signed by the scheme of that name, with one of the secrets given. */
  record Good(String scheme) implements Check {}

  /** Signed by the scheme of that name, but not to be trusted. */
  record Bad(String scheme, String why) implements Check {}

  /** Secrets were given, but the request carries no signature of a known scheme. */
  record Unsigned() implements Check {}

  /** Nothing to check it with. */
  record NotChecked(String why) implements Check {}

  /** Whether a careful receiver would take the request. */
  default boolean acceptable() {
    return switch (this) {
      case Good _, NotChecked _ -> true;
      case Bad _, Unsigned _ -> false;
    };
  }
}
