package dev.belfry.engine.egress;

import java.net.InetAddress;

/** The host of a URL. */
sealed interface Host {

  /** As it stands in a URL. */
  String text();

  record Literal(InetAddress address, String text) implements Host {}

  /**
   * A name in lower-case ASCII without a trailing dot.
   *
   * @param inner whether it is a name that only means something inside a network
   */
  record Name(String text, boolean inner) implements Host {}
}
