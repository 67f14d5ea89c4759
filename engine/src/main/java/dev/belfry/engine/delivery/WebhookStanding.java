package dev.belfry.engine.delivery;

import java.time.Duration;

/**
 * How a webhook stands.
 *
 * @param oldestDue how long what has been due longest has waited; zero if nothing is due
 */
public record WebhookStanding(WebhookCounts counts, Duration oldestDue) {

  public static final WebhookStanding NONE = new WebhookStanding(WebhookCounts.NONE, Duration.ZERO);
}
