package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Request;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.egress.Verdict;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookState;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what clients say of a webhook, by the table of section 3. */
final class WebhookForm {

  private static final int LONGEST_NAME = 50;
  private static final int LONGEST_URL = 255;
  private static final int LONGEST_USERNAME = 50;
  private static final int LONGEST_PASSWORD = 100;
  private static final URI NOWHERE = URI.create("https://invalid/");

  private final EgressPolicy policy;

  WebhookForm(EgressPolicy policy) {
    this.policy = policy;
  }

  /**
   * A webhook to be made.
   *
   * @throws Problem with all that is wrong with the whole body
   */
  Registration created(Request request, Era era) {
    var members = new Members(request);
    var id = required(members, "id", LONGEST_NAME);
    if (id.codePoints().anyMatch(WebhookForm::isBlank)) {
      members.fault("id", "must have no spaces");
    }
    return read(members, era, era.qualified(id), null);
  }

  /** The same webhook with what the body changes. */
  Registration changed(Request request, Era era, Registration old) {
    return read(new Members(request), era, old.vendorId(), old);
  }

  /** The same webhook with other triggers. */
  static Registration subscribed(Registration old, Era era, List<String> triggers) {
    var details = Details.of(old).with(triggers);
    return registration(
        old.vendorId(),
        old.name(),
        details,
        era,
        old.target(),
        old,
        old.state(),
        old.stateReason());
  }

  private Registration read(
      Members members, Era era, @Nullable String vendorId, @Nullable Registration old) {
    var before = old == null ? null : Details.of(old);
    var name =
        old == null || members.has("name") ? required(members, "name", LONGEST_NAME) : old.name();
    var url = before == null || members.has("webhookURL") ? url(members) : before.url();
    var username = username(members, before == null ? null : before.username());
    var password = password(members, before == null ? null : before.password());
    var useBasicAuth = members.flag("useBasicAuth", before != null && before.useBasicAuth());
    if (useBasicAuth && (username == null || password == null)) {
      members.fault("useBasicAuth", "needs a username and a password");
    }
    var retry = members.flag("retryOnFailure", before != null && before.retryOnFailure());
    var enabled =
        members.flag(
            "enabled", old == null ? Choices.ENABLED_UNLESS_SAID : WebhookJson.isEnabled(old));
    var address =
        old == null || members.has("webhookURL") ? target(members, url) : old.target().url();
    members.throwIfFaulty();
    var details =
        new Details(
            url,
            useBasicAuth,
            username,
            password,
            retry,
            before == null ? List.of() : before.triggers());
    var auth =
        useBasicAuth && username != null && password != null
            ? new Auth.Basic(username, password)
            : null;
    var target = new Target(address, Map.of(), auth, TlsChoice.USUAL, Choices.TIMEOUT);
    var state = state(old, enabled, members.has("enabled"));
    return registration(
        vendorId, name, details, era, target, old, state, enabled ? null : "switched_off");
  }

  private static WebhookState state(@Nullable Registration old, boolean enabled, boolean said) {
    if (!enabled) {
      return WebhookState.DISABLED;
    }
    return old == null || said ? WebhookState.ACTIVE : old.state();
  }

  private static Registration registration(
      @Nullable String vendorId,
      String name,
      Details details,
      Era era,
      Target target,
      @Nullable Registration old,
      WebhookState state,
      @Nullable String reason) {
    return new Registration(
        CometChatDialect.NAME,
        vendorId,
        name,
        old == null ? "" : old.description(),
        old == null ? Map.of() : old.metadata(),
        new Wants(details.types(era).stream().map(TypePattern::new).toList(), null, null),
        target,
        false,
        List.of(),
        List.of(),
        new Retry(details.retryOnFailure() ? Choices.RETRIES : List.of(), 0),
        old == null ? Pace.USUAL : old.pace(),
        state,
        reason,
        details.json());
  }

  private static String required(Members members, String name, int longest) {
    var text = members.text(name, "");
    if (text == null || text.isEmpty()) {
      members.fault(name, "is required");
      return "";
    }
    if (length(text) > longest) {
      members.fault(name, "must have at most " + longest + " characters");
    }
    return text;
  }

  private static String url(Members members) {
    return required(members, "webhookURL", LONGEST_URL);
  }

  private URI target(Members members, String url) {
    return switch (policy.judgeUrl(url)) {
      case Verdict.Allowed(var allowed) -> allowed;
      case Verdict.Refused(var reason) -> {
        members.fault("webhookURL", reason);
        yield NOWHERE;
      }
    };
  }

  private static @Nullable String username(Members members, @Nullable String old) {
    var username = credential(members, "username", LONGEST_USERNAME, old);
    if (username != null && username.indexOf(':') >= 0) {
      members.fault("username", "must have no colon");
    }
    return username;
  }

  private static @Nullable String password(Members members, @Nullable String old) {
    return credential(members, "password", LONGEST_PASSWORD, old);
  }

  /** Empty is as good as none. */
  private static @Nullable String credential(
      Members members, String name, int longest, @Nullable String old) {
    var text = members.text(name, old);
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (length(text) > longest) {
      members.fault(name, "must have at most " + longest + " characters");
    }
    if (text.codePoints().anyMatch(WebhookForm::isBlank)) {
      members.fault(name, "must have no spaces");
    }
    return text;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Section 14, items 4 and 5: white space and control characters. */
  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character);
  }
}
