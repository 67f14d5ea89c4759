package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What our own API may change on webhooks that were made through a vendor's dialect. */
final class OtherDialects {

  private static final Set<String> CHANGEABLE =
      Set.of("name", "description", "metadata", "maxInFlight", "ratePerSecond");

  private OtherDialects() {}

  /**
   * Such a webhook, changed. What may not be changed may stand there as it is shown.
   *
   * @throws Problem 409 if more is asked for, 422 with all that is wrong
   */
  static Registration change(Registration old, ObjectNode shown, ObjectNode patch) {
    var faults = new Faults();
    var changes = WebhookForm.withoutReadOnly(old, shown, patch, faults);
    var asSent = Json.read(Json.write(shown));
    for (var name : List.copyOf(changes.propertyNames())) {
      if (WebhookForm.SETTINGS.contains(name) && !CHANGEABLE.contains(name)) {
        if (!changes.remove(name).equals(asSent.get(name))) {
          throw forbids(old.dialect());
        }
      }
    }
    var settings = WebhookJson.changeable(old).retain(CHANGEABLE);
    MergePatch.apply(settings, changes, WebhookForm.MAPS);
    var members = new Members(settings, "", faults, CHANGEABLE);
    var registration =
        new Registration(
            old.dialect(),
            old.vendorId(),
            WebhookForm.name(members),
            WebhookForm.description(members),
            WebhookForm.metadata(members),
            old.wants(),
            old.target(),
            old.binary(),
            old.signatures(),
            old.secrets(),
            old.retry(),
            pace(members, old),
            old.state(),
            old.stateReason(),
            old.details());
    faults.throwIfAny();
    return registration;
  }

  /** The order is the vendor's. */
  private static Pace pace(Members members, Registration old) {
    var given = WebhookForm.pace(members, old.pace().gathering());
    return new Pace(
        given.maxInFlight(), given.gathering(), given.ratePerSecond(), old.pace().order());
  }

  static Problem forbids(String dialect) {
    return Problem.of(409, "The webhook was made through " + dialect + "; change it there.");
  }
}
