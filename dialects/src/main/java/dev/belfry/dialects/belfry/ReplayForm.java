package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.replay.Replay;
import dev.belfry.engine.replay.Selection;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Replays, read and shown. */
final class ReplayForm {

  private static final Set<String> KNOWN =
      Set.of("webhook", "since", "until", "types", "states", "unmatched", "ratePerSecond");
  private static final int LONGEST_ID = 100;
  private static final int LONGEST_TIME = 100;
  private static final int MOST_TYPES = 100;
  private static final double LOWEST_RATE = 0.01;
  private static final double HIGHEST_RATE = 100_000;

  private ReplayForm() {}

  /** What is asked for. */
  record Asked(WebhookId webhook, Selection selection, @Nullable Double ratePerSecond) {}

  /**
   * Reads what shall be sent again.
   *
   * @param isThere whether the tenant has such a webhook
   * @throws Problem 422 with all that is wrong
   */
  static Asked read(ObjectNode json, Predicate<WebhookId> isThere) {
    var faults = new Faults();
    var members = new Members(json, "", faults, KNOWN);
    var webhook = webhook(members, isThere);
    var since = time(members, "since");
    if (!members.has("since")) {
      members.fault("since", "is required");
    }
    var until = time(members, "until");
    if (since != null && until != null && !until.isAfter(since)) {
      members.fault("until", "must be after since");
    }
    var unmatched = members.bool("unmatched");
    var types = types(members, faults);
    var states = states(members, faults);
    if (namesNoState(members) && !Boolean.TRUE.equals(unmatched)) {
      members.fault("states", "must have at least one state, unless unmatched is true");
    }
    var rate = members.number("ratePerSecond", LOWEST_RATE, HIGHEST_RATE);
    faults.throwIfAny();
    return new Asked(
        webhook,
        new Selection(
            since == null ? Instant.EPOCH : since,
            until == null ? Instant.MAX : until,
            types,
            states,
            unmatched != null && unmatched),
        rate);
  }

  static ObjectNode shown(Replay replay) {
    var selection = replay.selection();
    var json = Json.object();
    json.put("id", replay.id().toString());
    json.put("webhook", replay.webhook().toString());
    json.put("since", Times.text(selection.since()));
    json.put("until", Times.text(selection.until()));
    var types = json.putArray("types");
    selection.types().forEach(type -> types.add(type.text()));
    var states = json.putArray("states");
    selection.states().stream().sorted().forEach(state -> states.add(state.toString()));
    json.put("unmatched", selection.unmatched());
    json.set("ratePerSecond", WebhookJson.number(replay.ratePerSecond()));
    json.put("state", replay.state().toString());
    json.put("found", replay.found());
    json.put("made", replay.made());
    json.put("createdAt", Times.text(replay.createdAt()));
    return json;
  }

  private static WebhookId webhook(Members members, Predicate<WebhookId> isThere) {
    var text = members.required("webhook", LONGEST_ID);
    var id = WebhookId.parse(text).filter(isThere);
    if (id.isEmpty() && members.has("webhook")) {
      members.fault("webhook", "is no webhook of this tenant");
    }
    return id.orElse(new WebhookId(0));
  }

  private static @Nullable Instant time(Members members, String name) {
    var text = members.text(name, LONGEST_TIME);
    if (text == null) {
      return null;
    }
    var time = Times.parse(text);
    if (time.isEmpty()) {
      members.fault(name, "must be an RFC 3339 time");
    }
    return time.orElse(null);
  }

  private static List<TypePattern> types(Members members, Faults faults) {
    var given = members.array("types");
    if (given == null) {
      return List.of();
    }
    if (given.size() > MOST_TYPES) {
      members.fault("types", "must name at most " + MOST_TYPES + " types");
      return List.of();
    }
    var types = new ArrayList<TypePattern>();
    for (int i = 0; i < given.size(); i++) {
      var text = given.get(i);
      var fault = text.isString() ? TypePattern.fault(text.stringValue()) : "must be a string";
      if (fault.isEmpty()) {
        types.add(new TypePattern(text.stringValue()));
      } else {
        faults.add(members.pointer("types") + "/" + i, fault);
      }
    }
    return types;
  }

  private static boolean namesNoState(Members members) {
    var given = members.get("states");
    return given != null && given.isArray() && given.isEmpty();
  }

  private static Set<DeliveryState> states(Members members, Faults faults) {
    var given = members.array("states");
    if (given == null) {
      return EnumSet.of(DeliveryState.DEAD);
    }
    var states = EnumSet.noneOf(DeliveryState.class);
    for (int i = 0; i < given.size(); i++) {
      var word = given.get(i).asString("").toUpperCase(Locale.ROOT);
      if (List.of("DELIVERED", "DEAD", "CANCELLED").contains(word)
          && given.get(i).asString("").equals(word.toLowerCase(Locale.ROOT))) {
        states.add(DeliveryState.valueOf(word));
      } else {
        faults.add(members.pointer("states") + "/" + i, "must be delivered, dead or cancelled");
      }
    }
    return states;
  }
}
