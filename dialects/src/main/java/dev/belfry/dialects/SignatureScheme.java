package dev.belfry.dialects;

import dev.belfry.engine.signing.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One way of proving who sent a request, seen from the receiver's side. {@code belfry listen} asks
 * each scheme it has whether a request carries it, and the first that says yes judges the request.
 */
public interface SignatureScheme {

  /** For people: {@code Standard Webhooks}. */
  String name();

  /** Whether the request looks signed in this way, well or badly. */
  boolean carriedBy(Request request);

  /** Why the scheme cannot use this secret, to follow "the secret"; empty if it can. */
  Optional<String> faultIn(String secret);

  /**
   * Judges a request that carries the scheme.
   *
   * @param secrets those without a fault; any one of them will do; not empty
   */
  Verdict verify(List<String> secrets, Request request, Instant now);
}
