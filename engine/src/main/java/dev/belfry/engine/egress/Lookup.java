package dev.belfry.engine.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a name; may block for long and cannot be interrupted. */
@FunctionalInterface
public interface Lookup {

  List<InetAddress> addresses(String name) throws UnknownHostException;

  /** The operating system's resolver; nothing is remembered between two questions. */
  static Lookup system() {
    return new SystemLookup();
  }
}
