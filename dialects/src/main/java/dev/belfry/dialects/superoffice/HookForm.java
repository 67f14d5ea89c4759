package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a webhook that a client sent, by the rules of section 4.4. */
final class HookForm {

  private static final int LONGEST_NAME = 400;
  private static final int LONGEST_EVENTS = 4000;
  private static final int LONGEST_URL = 4000;
  private static final int LONGEST_SECRET = 400;
  private static final int LONGEST_TYPE = 100;
  private static final int LONGEST_EMAIL = 239;
  private static final int LONGEST_DESCRIPTION = 4000;
  private static final String HTTP = "webhook";

  private HookForm() {}

  /**
   * A whole webhook; what is left out gets its default.
   *
   * @param body with the names of {@link Shape#WEBHOOK}
   * @param before as it is stored; null if it is new
   * @throws Problem 400 for the first thing that is wrong
   */
  static Hook read(ObjectNode body, @Nullable Hook before) {
    var hook = draft(body, before);
    if (hook.name().isBlank()) {
      throw Problem.refused("Name is required.");
    }
    if (hook.events().isEmpty()) {
      throw Problem.refused("Events must name at least one event.");
    }
    if (hook.targetUrl().isBlank()) {
      throw Problem.refused("TargetUrl is required.");
    }
    return hook;
  }

  /** The same without what only a stored webhook must have. */
  static Hook draft(ObjectNode body, @Nullable Hook before) {
    var members = new Members(body);
    members.number("WebhookId");
    var headers = members.dictionary("Headers");
    var properties = members.values("Properties");
    var hook =
        new Hook(
            text(members, "Name", LONGEST_NAME),
            events(members),
            text(members, "TargetUrl", LONGEST_URL).strip(),
            atMost("Secret", members.text("Secret"), LONGEST_SECRET),
            state(members),
            type(members),
            headers,
            properties,
            emails(members, before),
            associates(members),
            atMost("Description", members.text("Description"), LONGEST_DESCRIPTION),
            flags(members, "NotifyVia", Flags.VIA),
            flags(members, "NotifyWhen", Flags.WHEN));
    checkDictionaries(headers, properties);
    return hook;
  }

  private static List<String> events(Members members) {
    var byType = new LinkedHashMap<String, String>();
    var length = 0;
    for (var event : members.texts("Events")) {
      var fault = EventNames.fault(event);
      if (!fault.isEmpty()) {
        throw Problem.refused("The name of an event in Events " + fault + ".");
      }
      if (byType.putIfAbsent(EventNames.type(event), event.strip()) == null) {
        length += event.strip().length() + 1;
      }
    }
    if (length - 1 > LONGEST_EVENTS) {
      throw Problem.refused("Events must have at most 4000 characters, joined by commas.");
    }
    return List.copyOf(byType.values());
  }

  private static State state(Members members) {
    var given = members.textOrNone("State");
    var state =
        given == null
            ? State.ACTIVE
            : State.parse(given.strip())
                .orElseThrow(() ->
                    Problem.unreadable(
                        "State", "State must be Active, Stopped, TooManyErrors or Unknown."));
    return state == State.UNKNOWN ? State.ACTIVE : state;
  }

  private static String type(Members members) {
    var given = members.textOrNone("Type");
    var type = given == null ? HTTP : given.strip().toLowerCase(Locale.ROOT);
    return String.valueOf(atMost("Type", type, LONGEST_TYPE));
  }

  private static int flags(Members members, String name, Flags flags) {
    var given = members.textOrNone(name);
    return given == null
        ? 0
        : flags
            .parse(given)
            .orElseThrow(() ->
                Problem.unreadable(
                    name, name + " must be of None, " + String.join(", ", flags.names()) + "."));
  }

  /**
   * {@code ErrorsEmail} is the first of {@code ErrorEmails}. Where both are given and differ, the
   * one that is not as it was before counts; else the list.
   */
  private static List<String> emails(Members members, @Nullable Hook before) {
    var all = members.texts("ErrorEmails").stream().filter(email -> !email.isBlank()).toList();
    var one = members.textOrNone("ErrorsEmail");
    var first = all.isEmpty() ? null : all.getFirst();
    var listIsOld = before == null ? all.isEmpty() : all.equals(before.errorEmails());
    var oneIsGiven = members.object().has("ErrorsEmail");
    if (listIsOld && oneIsGiven && !java.util.Objects.equals(one, first)) {
      all = one == null ? List.of() : List.of(one);
    }
    if (all.size() > Choices.MOST_RECIPIENTS) {
      throw Problem.refused("ErrorEmails must have at most " + Choices.MOST_RECIPIENTS + ".");
    }
    for (var email : all) {
      atMost("An address of ErrorEmails", email, LONGEST_EMAIL);
      if (email.indexOf('@') < 1 || email.codePoints().anyMatch(HookForm::isUnfit)) {
        throw Problem.refused("ErrorEmails must be mail addresses.");
      }
    }
    return all;
  }

  private static List<Integer> associates(Members members) {
    var ids = members.ids("ErrorAssociates");
    if (ids.size() > Choices.MOST_RECIPIENTS) {
      throw Problem.refused("ErrorAssociates must have at most " + Choices.MOST_RECIPIENTS + ".");
    }
    return ids;
  }

  private static void checkDictionaries(
      @Nullable Map<String, @Nullable String> headers, @Nullable ObjectNode properties) {
    var both = Json.object();
    both.set("Properties", properties);
    if (headers != null) {
      headers.forEach(both.putObject("Headers")::put);
    }
    var bytes = Json.write(both);
    if (bytes.length > Choices.LARGEST_DICTIONARIES) {
      throw Problem.refused("Headers and Properties must be at most 64 KiB together.");
    }
    readAgain(bytes);
  }

  /** What XML, forms and patches can build must be what JSON can say: it is kept as JSON. */
  private static void readAgain(byte[] bytes) {
    try {
      Json.read(bytes);
    } catch (MalformedJson e) {
      throw Problem.unreadable("Properties", "Headers or Properties: the body " + e.getMessage());
    }
  }

  private static String text(Members members, String name, int longest) {
    var text = atMost(name, members.text(name), longest);
    return text == null ? "" : text;
  }

  private static @Nullable String atMost(String name, @Nullable String text, int longest) {
    if (text != null && text.codePointCount(0, text.length()) > longest) {
      throw Problem.refused(name + " must have at most " + longest + " characters.");
    }
    return text;
  }

  private static boolean isUnfit(int character) {
    return Character.isWhitespace(character) || Character.isISOControl(character);
  }
}
