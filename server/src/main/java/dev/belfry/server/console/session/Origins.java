package dev.belfry.server.console.session;

import dev.belfry.dialects.Request;
import java.net.URI;

/** Whether a change was asked for by our own pages. */
public final class Origins {

  private Origins() {}

  /**
   * True if the browser says that the request comes from a page of this very server: no other site,
   * and no program that says nothing.
   */
  public static boolean isOwn(Request request) {
    var site = request.header("sec-fetch-site");
    if (site.isPresent() && !site.get().equals("same-origin")) {
      return false;
    }
    return request.header("origin").filter(origin -> origin.equals(request.baseUrl())).isPresent();
  }

  /** True if nobody between can read along: encrypted, or on this machine only. */
  public static boolean isPrivate(Request request) {
    var base = URI.create(request.baseUrl());
    return "https".equals(base.getScheme())
        || (isLoopback(String.valueOf(base.getHost())) && isLoopback(request.peer()));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")
        || host.equals("[::1]")
        || host.equals("0:0:0:0:0:0:0:1")
        || host.equals("::1");
  }
}
