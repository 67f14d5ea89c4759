package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.Protocol;

/** How events reach SuperOffice webhooks. */
public final class SuperOfficeProtocol {

  private SuperOfficeProtocol() {}

  public static Protocol of(SuperOfficeSettings settings, Plugins plugins) {
    return new Protocol(
        SuperOfficeDialect.NAME,
        new SuperOfficeCallback(plugins, settings),
        new SuperOfficeRules(settings));
  }
}
