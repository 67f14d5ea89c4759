package dev.belfry.engine.webhook;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.filter.Facts;
import dev.belfry.engine.filter.Filters;
import dev.belfry.engine.filter.Judgement;
import dev.belfry.engine.webhook.Point.What;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is asked of webhooks that types and subject have found: their filters. */
final class Screening {

  /** After so many filters, and after each event with any, others get their turn. */
  private static final int FILTERS_A_TURN = 4;

  private final Filters filters = new Filters();

  /** Those of {@code found} whose filters let the event through; the same list if none has one. */
  @SuppressWarnings("ThreadPriorityCheck") // a virtual thread gives up its turn only by itself
  List<Webhook> screened(List<Webhook> found, Facts facts) {
    var asked = 0;
    var kept = 0;
    for (int i = 0; i < found.size(); i++) {
      var webhook = found.get(i);
      var filter = webhook.wants().filter();
      if (filter == null || judged(filter, facts).matches()) {
        if (kept < i) {
          found.set(kept, webhook);
        }
        kept++;
      }
      if (filter != null && ++asked % FILTERS_A_TURN == 0) {
        Thread.yield();
      }
    }
    if (asked % FILTERS_A_TURN != 0) {
      Thread.yield();
    }
    if (kept < found.size()) {
      found.subList(kept, found.size()).clear();
    }
    return found;
  }

  /** Whether an event of Belfry's own is about this webhook; such a one never goes to it. */
  static boolean isAbout(Attributes event, Webhook webhook) {
    return event.type().startsWith(TypePattern.OWN)
        && ("webhook/" + webhook.id()).equals(event.subject());
  }

  /** Takes out the webhook that an event of Belfry's own is about. */
  static void dropSubject(List<Webhook> found, Attributes event) {
    if (!found.isEmpty() && event.type().startsWith(TypePattern.OWN)) {
      found.removeIf(webhook -> isAbout(event, webhook));
    }
  }

  List<Point> points(Webhook webhook, Event event, Wanting wanting) {
    return List.of(
        type(webhook, event),
        scope(webhook, event, wanting),
        filter(webhook, event),
        state(webhook),
        created(webhook, event));
  }

  private Judgement judged(String filter, Facts facts) {
    return facts.judgedBy(filter, text -> filters.find(text, facts));
  }

  private static Point type(Webhook webhook, Event event) {
    var types = webhook.wants().types();
    var asked =
        types.isEmpty()
            ? "no types"
            : types.stream().map(TypePattern::text).collect(Collectors.joining(", "));
    return new Point(
        What.TYPE,
        webhook.wants().wantsType(event.type()),
        "The webhook asks for %s; the event is of type %s.".formatted(asked, event.type()));
  }

  private static Point scope(Webhook webhook, Event event, Wanting wanting) {
    var wanted = webhook.wants().subject();
    var given = new NewEvent(event.attributes(), event.data());
    var about = event.attributes().subject();
    if (wanted != null
        && !webhook.wants().wantsSubject(about)
        && !wanting.subjects(given).contains(wanted)) {
      return new Point(
          What.SCOPE,
          false,
          "The webhook is for the subject %s only; the event %s."
              .formatted(wanted, about == null ? "has none" : "is about " + about));
    }
    if (isAbout(event.attributes(), webhook)) {
      return new Point(What.SCOPE, false, "Events about a webhook never go to the webhook itself.");
    }
    if (!wanting.wants(webhook, given)) {
      return new Point(
          What.SCOPE,
          false,
          "The webhook's dialect does not send it this event: it is out of scope.");
    }
    return new Point(
        What.SCOPE,
        true,
        wanted == null
            ? "The webhook is for all subjects."
            : "The event is about the webhook's subject, %s.".formatted(wanted));
  }

  private Point filter(Webhook webhook, Event event) {
    var filter = webhook.wants().filter();
    if (filter == null) {
      return new Point(What.FILTER, true, "The webhook has no filter.");
    }
    if (event.data().kind() == Data.Kind.ERASED) {
      return new Point(
          What.FILTER, false, "What the event carried was erased: the filter cannot be asked.");
    }
    var judged = judged(filter, Facts.of(event));
    return new Point(What.FILTER, judged.matches(), detail(judged, judged.fault()));
  }

  private static String detail(Judgement judged, @Nullable String fault) {
    if (fault != null) {
      return "The filter could not be judged, which is no match: " + fault;
    }
    return "The filter is %s for this event.".formatted(judged.matches());
  }

  private static Point state(Webhook webhook) {
    var why = webhook.registration().stateReason();
    return new Point(
        What.STATE,
        webhook.state().matches(),
        "The webhook is %s%s.".formatted(webhook.state(), why == null ? "" : " (" + why + ")"));
  }

  /** Ids are given in the order of events and changes. */
  private static Point created(Webhook webhook, Event event) {
    var isOlder = webhook.id().value() < event.id().value();
    return new Point(
        What.CREATED_LATER,
        isOlder,
        isOlder
            ? "The webhook was there before the event."
            : "The webhook was made after the event was accepted.");
  }
}
