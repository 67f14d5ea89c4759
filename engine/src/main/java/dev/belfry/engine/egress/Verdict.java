package dev.belfry.engine.egress;

import java.net.URI;

/** What policy says of a URL before any name is resolved. */
public sealed interface Verdict {

  /**
   * Fit to be asked. A name is judged again by what it resolves to, at every connection.
   *
   * @param url normalised: lower-case scheme and host (a Unicode host as {@code xn--…}), no
   *     trailing dot, no default port, no fragment, at least {@code /} as path
   */
  record Allowed(URI url) implements Verdict {}

  /**
   * Not to be asked.
   *
   * @param reason what is wrong, for a person, as the end of a sentence that begins with the member
   */
  record Refused(String reason) implements Verdict {}
}
