package dev.belfry.dialects;

import java.util.Set;

/** Why a request does not reach its handler; each dialect words it in its own envelope. */
public sealed interface Refusal {

  /** No route has this path, or what the path names is not there for this caller. */
  record NotFound() implements Refusal {}

  /**
   * Routes of this path answer other methods.
   *
   * @param allowed those, in the order of {@link Method}
   */
  record WrongMethod(Set<Method> allowed) implements Refusal {}

  /** No credentials, or none that are known. */
  record Unknown() implements Refusal {}

  /** The credentials are good, but not for this. */
  record Forbidden(Access needed) implements Refusal {}

  /**
   * The path or the credentials cannot be read.
   *
   * @param detail one sentence for a person
   */
  record Malformed(String detail) implements Refusal {}
}
