package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.delivery.Asking;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.webhook.Witness;

/** How events reach Smartsheet webhooks. */
public final class SmartsheetProtocol {

  private SmartsheetProtocol() {}

  /** The protocol under these settings. */
  public static Protocol of(SmartsheetSettings settings) {
    return new Protocol(
        SmartsheetDialect.NAME,
        new SmartsheetCallback(settings),
        new SmartsheetRules(settings),
        new SmartsheetWanting(),
        Asking.NEVER,
        Witness.NONE,
        new HostEvents());
  }
}
