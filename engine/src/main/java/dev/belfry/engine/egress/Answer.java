package dev.belfry.engine.egress;

import java.util.List;
import java.util.Locale;

/** What came of a request. */
public sealed interface Answer {

  /**
   * A complete head was read.
   *
   * @param headers as received, at most 32 KiB
   * @param body the first bytes of the body, as many as the request wants; never inflated
   * @param truncated the body was longer than the 64 KiB that are read, or did not end within the
   *     time limit, or broke off
   */
  record Answered(int status, List<Header> headers, byte[] body, boolean truncated)
      implements Answer {
    public Answered {
      headers = List.copyOf(headers);
    }
  }

  /**
   * No complete head was read.
   *
   * @param detail one sentence for a person, without addresses of the inner network
   */
  record Failed(Failure failure, String detail) implements Answer {}

  /** Why no answer was read; the names are part of the contract (lower case). */
  enum Failure {
    /** The name could not be resolved in 2 s. */
    DNS,
    /** Policy does not let requests go there. */
    BLOCKED,
    /** Refused, unreachable, no route. */
    CONNECT,
    /** The handshake failed. */
    TLS,
    /** The time limit ran out before the head was complete. */
    TIMEOUT,
    /** The connection was closed or reset before the head was complete. */
    RESET,
    /** What came is not HTTP that a careful client accepts. */
    BAD_RESPONSE;

    /** As it stands in attempts, answers and logs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
