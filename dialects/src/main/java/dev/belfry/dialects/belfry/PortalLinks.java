package dev.belfry.dialects.belfry;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;

/** Makes links that open the customers' portal of one tenant. */
@FunctionalInterface
public interface PortalLinks {

  /**
   * The path of a link, with a proof in it that only this server can make.
   *
   * @param readOnly whether it is for looking only
   * @param theme {@code light}, {@code dark}, or empty for the viewer's own
   * @param until when it ends to open anything
   */
  String path(TenantId tenant, boolean readOnly, String theme, Instant until);
}
