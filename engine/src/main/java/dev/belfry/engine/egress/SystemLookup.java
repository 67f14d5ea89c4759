package dev.belfry.engine.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/**
 * The operating system's resolver, without the JVM's own memory in front of it: {@link Names} alone
 * says how long an answer is kept, whatever the JVM was started with.
 */
final class SystemLookup implements Lookup {

  static {
    for (var memory : List.of("ttl", "negative.ttl", "stale.ttl")) {
      Security.setProperty("networkaddress.cache." + memory, "0");
    }
  }

  @Override
  public List<InetAddress> addresses(String name) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(name));
  }
}
