package dev.belfry.engine.egress;

import java.net.InetAddress;
import java.util.List;

/**
 * Where requests may go. Values only: nothing is resolved here, so the same question always has the
 * same answer.
 */
public final class EgressPolicy {

  /** Global addresses over https, nothing else. */
  public static final EgressPolicy STRICT = of(List.of(), false, List.of());

  private final List<AllowRule> allowed;
  private final boolean httpTargets;
  private final List<Nat64> translators;

  private EgressPolicy(List<AllowRule> allowed, boolean httpTargets, List<Nat64> translators) {
    this.allowed = List.copyOf(allowed);
    this.httpTargets = httpTargets;
    this.translators = List.copyOf(translators);
  }

  /**
   * The policy that an operator set.
   *
   * @param allow blocks besides the global addresses, each {@code CIDR[:port]}; IPv6 with a port
   *     also as {@code [CIDR]:port}. Metadata addresses stay shut whatever stands here
   * @param httpTargets whether {@code http://} is accepted
   * @param nat64 prefixes of NAT64 translators of this network; addresses under them are judged by
   *     the IPv4 address inside
   * @throws IllegalArgumentException naming the first entry that cannot be read
   */
  public static EgressPolicy of(List<String> allow, boolean httpTargets, List<String> nat64) {
    return new EgressPolicy(
        allow.stream().map(AllowRule::parse).toList(),
        httpTargets,
        nat64.stream().map(Nat64::parse).toList());
  }

  /** Judges all that needs no DNS: scheme, spelling, userinfo, port, an address as host. */
  public Verdict judgeUrl(String url) {
    try {
      return new Verdict.Allowed(read(url).url());
    } catch (BadUrl bad) {
      return new Verdict.Refused(bad.reason());
    }
  }

  /** Whether a connection may be made there. */
  public boolean allows(InetAddress address, int port) {
    return allows(Bits.of(address.getAddress()), port);
  }

  /**
   * @throws BadUrl if {@link #judgeUrl} would refuse it
   */
  Destination read(String url) {
    var destination = UrlReader.read(url);
    if (!destination.secure() && !httpTargets) {
      throw new BadUrl("must start with https://");
    }
    if (destination.host() instanceof Host.Literal literal
        && !allows(literal.address(), destination.port())) {
      throw new BadUrl("has an address that is not public");
    }
    return destination;
  }

  /** Whether nothing that this name may resolve to could make it pass. */
  boolean refuses(Host.Name name) {
    return name.inner() && allowed.isEmpty();
  }

  /**
   * Whether a name with these addresses may be asked: every one must be allowed, and for an inner
   * name opened by the operator.
   */
  boolean allows(Host.Name name, List<InetAddress> addresses, int port) {
    for (var address : addresses) {
      var bits = Bits.of(address.getAddress());
      if (!(name.inner() ? opened(bits, port) : allows(bits, port))) {
        return false;
      }
    }
    return !addresses.isEmpty();
  }

  private boolean allows(Bits address, int port) {
    for (var translator : translators) {
      if (translator.contains(address)) {
        return opened(address, port)
            || translator.embedded(address).filter(inside -> allows(inside, port)).isPresent();
      }
    }
    return (Registry.isGlobal(address) && !Registry.isMetadata(address, translators))
        || opened(address, port);
  }

  private boolean opened(Bits address, int port) {
    for (var rule : allowed) {
      if (rule.covers(address, port)) {
        return !Registry.isMetadata(address, translators);
      }
    }
    return false;
  }
}
