package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Text;

/** What lists say of a webhook in a few words. */
public final class Webhooks {

  private static final int MOST = 160;

  private Webhooks() {}

  /** Why it is not simply working. */
  public static String why(Item webhook) {
    return switch (webhook.text("state")) {
      case "disabled" -> disabled(webhook.text("stateReason"));
      case "paused" -> "Paused by its owner; what comes waits.";
      case "unverified" -> "The receiver has not yet shown that it wants the requests.";
      default -> webhook.at("stats").has("failingSince") ? "Its latest attempt failed." : "";
    };
  }

  private static String disabled(String reason) {
    return switch (reason) {
      case "gone" -> "Disabled: the receiver answered 410 Gone.";
      case "failing" -> "Disabled: it failed for five days without one success.";
      case "" -> "Disabled.";
      default -> "Disabled: " + reason + ".";
    };
  }

  /** {@code order.*, invoice.paid} and how many more. */
  public static String types(Item webhook) {
    var types = webhook.texts("types");
    return types.size() <= 3
        ? Text.fit(String.join(", ", types), MOST)
        : Text.fit(String.join(", ", types.subList(0, 3)), MOST)
            + " and "
            + (types.size() - 3)
            + " more";
  }
}
