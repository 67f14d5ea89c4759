package dev.belfry.dialects.belfry.delivery;

import dev.belfry.engine.delivery.Protocol;

/** How events reach the webhooks of our own dialect. */
public final class BelfryProtocol {

  public static final String DIALECT = "belfry";

  private BelfryProtocol() {}

  /**
   * The protocol of this version.
   *
   * @param version of Belfry, which targets see in {@code user-agent}
   */
  public static Protocol of(String version) {
    return new Protocol(DIALECT, new BelfryCallback(version), new BelfryRules());
  }
}
