package dev.belfry.engine.signing;

/** What a check of a request's signature came to. */
public sealed interface Verdict {

  /** Signed with one of the secrets, and fresh. */
  record Good() implements Verdict {}

  /**
   * Not to be trusted.
   *
   * @param detail one sentence for a person, without anything secret
   */
  record Bad(Reason reason, String detail) implements Verdict {}

  /** Why a request is not to be trusted. */
  enum Reason {
    /** A header that the scheme needs is not there. */
    MISSING,
    /** A header is there, but not in the scheme's form. */
    MALFORMED,
    /** Signed longer ago than the window allows: perhaps a replayed request. */
    TOO_OLD,
    /** Signed further in the future than the window allows: one of the clocks is wrong. */
    TOO_NEW,
    /** No signature is of a version known here. */
    UNKNOWN_VERSION,
    /** No signature fits: another secret, or a changed request. */
    NO_MATCH
  }
}
