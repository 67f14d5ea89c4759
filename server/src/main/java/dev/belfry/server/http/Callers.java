package dev.belfry.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and by which address they know us. {@code X-Forwarded-*} is believed only from the
 * proxies the operator named.
 *
 * @param proxies whose {@code X-Forwarded-*} is believed
 * @param publicUrl the address for links, whatever the request says; null to use the request's
 */
public record Callers(List<Network> proxies, @Nullable String publicUrl) {

  public Callers {
    proxies = List.copyOf(proxies);
  }

  /** The address of who really asked: the last one that is no trusted proxy. */
  String peer(InetAddress connected, Map<String, List<String>> headers) {
    var forwarded = headers.get("x-forwarded-for");
    if (forwarded == null || !trusted(connected)) {
      return connected.getHostAddress();
    }
    var hops = String.join(",", forwarded).split(",", -1);
    var peer = connected;
    for (int i = hops.length - 1; i >= 0 && trusted(peer); i--) {
      try {
        peer = InetAddress.ofLiteral(hops[i].strip());
      } catch (IllegalArgumentException _) {
        break;
      }
    }
    return peer.getHostAddress();
  }

  /** Scheme, host and port, without a slash at the end. */
  String baseUrl(
      InetAddress connected, boolean tls, String own, Map<String, List<String>> headers) {
    if (publicUrl != null) {
      return publicUrl;
    }
    var scheme = tls ? "https" : "http";
    var host = first(headers, "host");
    if (!proxies.isEmpty() && trusted(connected)) {
      var forwardedHost = first(headers, "x-forwarded-host");
      if (forwardedHost != null && isHost(forwardedHost)) {
        host = forwardedHost;
      }
      var proto = first(headers, "x-forwarded-proto");
      if ("https".equals(proto) || "http".equals(proto)) {
        scheme = proto;
      }
    }
    return scheme + "://" + (host == null ? own : host);
  }

  private boolean trusted(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  private static boolean isHost(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Characters.host((char) c));
  }

  private static @Nullable String first(Map<String, List<String>> headers, String name) {
    var values = headers.get(name);
    return values == null ? null : values.getFirst();
  }
}
