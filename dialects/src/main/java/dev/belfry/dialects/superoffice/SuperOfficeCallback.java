package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.event.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How events reach the vendor's hooks: the type is the event's name, the subject {@code
 * <entity>/<primary key>}, the data as {@link EventData} tells.
 */
final class SuperOfficeCallback implements Callback {

  /** Extension attribute: the name as it was raised, where the type is not that. */
  static final String NAME = "superofficeevent";

  private final Plugins plugins;
  private final SuperOfficeSettings.Properties place;

  SuperOfficeCallback(Plugins plugins, SuperOfficeSettings settings) {
    this.plugins = plugins;
    this.place = settings.properties();
  }

  @Override
  public Prepared prepare(Occasion occasion) {
    var event = occasion.event();
    var hook = occasion.webhook();
    var head = Details.head(hook.registration());
    var plugin = plugins.find(head.type()).orElse(null);
    if (plugin == null) {
      return new Prepared.Unsendable("template", "The plug-in of this hook's Type is gone.");
    }
    var happened =
        new CallbackBody.Happened(
            eventId(event),
            at(event),
            name(event),
            primaryKey(event.attributes().subject()),
            event.tenant().value(),
            EventData.read(event.data()));
    var body = CallbackBody.write(happened, hook.registration().name(), head.properties(), place);
    return plugin.prepare(
        new CallbackPlugin.Told(
            hook, happened.name(), happened.eventId(), body, occasion.number() - 1, false));
  }

  private static String eventId(Event event) {
    var given = event.attributes().producerId();
    return given != null && EventIds.isGuid(given)
        ? EventIds.lowerCase(given)
        : EventIds.guid(event.id().value(), event.tenant().value());
  }

  private static String name(Event event) {
    return event.attributes().extensions().get(NAME) instanceof String name
            && EventNames.type(name).equals(event.type())
        ? name
        : EventNames.ofType(event.type());
  }

  private static Instant at(Event event) {
    var given = event.attributes().time();
    if (given != null) {
      try {
        return OffsetDateTime.parse(given).toInstant();
      } catch (DateTimeException _) {
        // a leap second, or another form that our own API lets pass
      }
    }
    return event.acceptedAt();
  }

  private static int primaryKey(@Nullable String subject) {
    if (subject == null) {
      return 0;
    }
    try {
      return Integer.parseInt(subject.substring(subject.lastIndexOf('/') + 1));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
