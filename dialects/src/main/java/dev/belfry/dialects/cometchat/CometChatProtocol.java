package dev.belfry.dialects.cometchat;

import dev.belfry.engine.delivery.Protocol;

/** How events reach CometChat webhooks. */
public final class CometChatProtocol {

  private CometChatProtocol() {}

  /**
   * The protocol of this version.
   *
   * @param version of Belfry, which receivers see in {@code User-Agent}
   */
  public static Protocol of(String version, CometChatSettings settings) {
    return new Protocol(
        CometChatDialect.NAME,
        new CometChatCallback(version, settings),
        new CometChatRules(),
        new CometChatWanting(),
        new BeforeMessage(settings.silence()));
  }
}
