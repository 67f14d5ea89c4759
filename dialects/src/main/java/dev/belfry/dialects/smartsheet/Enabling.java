package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to a webhook's status, by the table of section 5.4. Where a challenge is due,
 * it goes to the webhook as it will be, and everything is stored at once when it is answered.
 */
final class Enabling {

  private final Engine engine;
  private final Sender sender;
  private final Things things;
  private final SmartsheetSettings settings;

  Enabling(Engine engine, Sender sender, SmartsheetSettings settings) {
    this.engine = engine;
    this.sender = sender;
    this.things = new Things(engine.records());
    this.settings = settings;
  }

  /**
   * Changes a webhook; returns when its target has been asked, if it must be.
   *
   * @param wanted {@code enabled} as the client gave it; null if it did not
   * @param form what else it shall be
   * @throws Problem if it cannot be enabled, or the form refuses; then nothing is changed
   */
  Webhook change(
      Webhook webhook, @Nullable Boolean wanted, Function<Webhook, Registration> form, Actor by) {
    var planned = form.apply(webhook);
    var standing = things.of(webhook.tenant(), Details.of(webhook).subject());
    var step = step(webhook.registration(), planned, wanted, standing);
    var fault = step == Step.CHALLENGE ? challenge(webhook, planned) : Optional.<String>empty();
    var callbacks = engine.deliveries().batchCount(webhook.id());
    return engine
        .webhooks()
        .change(
            webhook.tenant(),
            webhook.id(),
            OptionalLong.empty(),
            old -> {
              var current = engine.webhooks().find(webhook.id()).orElse(webhook);
              var after = form.apply(current);
              // Somebody else may have switched it on or off meanwhile: then that stands.
              return switch (step(old, after, wanted, standing) == step ? step : Step.KEEP) {
                case KEEP -> after;
                case SWITCH_OFF -> Status.DISABLED_BY_OWNER.given(after, null);
                case CHALLENGE -> challenged(after, fault, callbacks);
              };
            },
            by,
            step == Step.KEEP ? "webhook.changed" : "webhook.enabled_changed");
  }

  private enum Step {
    KEEP,
    CHALLENGE,
    SWITCH_OFF
  }

  private static Step step(
      Registration old, Registration planned, @Nullable Boolean wanted, Things.Standing standing) {
    var status = Status.of(old);
    refuse(status, wanted, standing, Details.of(old));
    var sameUrl = old.target().url().equals(planned.target().url());
    if (wanted == null) {
      return status == Status.ENABLED && !sameUrl ? Step.CHALLENGE : Step.KEEP;
    }
    if (!wanted) {
      return switch (status) {
        case NEW_NOT_VERIFIED, DISABLED_APP_REVOKED, DISABLED_ADMINISTRATIVE -> Step.KEEP;
        default -> Step.SWITCH_OFF;
      };
    }
    return switch (status) {
      case ENABLED -> sameUrl ? Step.KEEP : Step.CHALLENGE;
      case DISABLED_EXCEEDED_GRID_LIMITS -> standing.tooLarge() ? Step.KEEP : Step.CHALLENGE;
      default -> Step.CHALLENGE;
    };
  }

  private static void refuse(
      Status status, @Nullable Boolean wanted, Things.Standing standing, Details details) {
    if (!Boolean.TRUE.equals(wanted)) {
      return;
    }
    switch (status) {
      case DISABLED_APP_REVOKED -> throw Problem.appRevoked();
      case DISABLED_ADMINISTRATIVE -> throw Problem.administrative();
      default -> {
        if (standing.outOfReach()) {
          throw Problem.noScope(details.scope(), details.scopeObjectId());
        }
      }
    }
  }

  private Optional<String> challenge(Webhook webhook, Registration planned) {
    var challenge = new Challenge(settings);
    return challenge.fault(sender.send(challenge.request(webhook.tenant().value(), planned)));
  }

  /** The count of callbacks until the next challenge begins anew (section 8.3). */
  private static Registration challenged(
      Registration after, Optional<String> fault, long callbacks) {
    if (fault.isPresent()) {
      return Status.DISABLED_VERIFICATION_FAILED.given(after, fault.get());
    }
    var enabled = Status.ENABLED.given(after, null);
    return Details.put(enabled, Details.of(enabled).enabledAfter(callbacks));
  }
}
