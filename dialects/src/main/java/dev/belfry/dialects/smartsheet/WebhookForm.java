package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.Wants;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what clients say of a webhook, by the table of section 4. */
final class WebhookForm {

  private static final List<String> REQUIRED =
      List.of("name", "callbackUrl", "scope", "scopeObjectId", "events", "version");
  private static final List<String> READ_ONLY =
      List.of(
          "id",
          "status",
          "disabledDetails",
          "sharedSecret",
          "apiClientId",
          "apiClientName",
          "stats",
          "createdAt",
          "modifiedAt");

  private final CallbackUrls urls;
  private final SmartsheetSettings settings;

  WebhookForm(EgressPolicy policy, SmartsheetSettings settings) {
    this.urls = new CallbackUrls(policy, settings.lifted());
    this.settings = settings;
  }

  /**
   * A webhook to be made.
   *
   * @param app the OAuth app that makes it, if one does
   * @param source who the client says it is
   * @throws Problem for what is wrong first
   */
  Registration created(Body body, Details.@Nullable App app, @Nullable String source) {
    refuseReadOnly(body);
    for (var name : REQUIRED) {
      if (!body.has(name)) {
        throw Problem.missing(name);
      }
    }
    var name = name(body, "");
    var scope = scope(body);
    var scopeObjectId = required(body.id("scopeObjectId"));
    var columns = body.columnIds();
    if (columns != null && scope == Scope.PLAN) {
      throw Problem.notAllowed("webhook.subscope");
    }
    var events = events(body, scope, List.of());
    checkVersion(body);
    var headers = headers(body, scope, Map.of());
    var url = required(body.text("callbackUrl"));
    var address = urls.read(url);
    var details = new Details(url, scope, scopeObjectId, columns, events, null, app, source, 0);
    return registration(
        null, String.valueOf(RandomText.webhookId()), name, address, headers, details);
  }

  /**
   * The same webhook with what the body changes; whether it is enabled is not looked at.
   *
   * @param shown as it is read now
   * @throws Problem for what is wrong first
   */
  Registration changed(Body body, Registration old, ReadOnly shown) {
    shown.check(body);
    var details = Details.of(old);
    var name = name(body, old.name());
    var events = events(body, details.scope(), details.events());
    checkVersion(body);
    var headers = headers(body, details.scope(), old.target().headers());
    var given = body.text("callbackUrl");
    var url = given == null ? details.url() : given;
    var address = given == null ? old.target().url() : urls.read(url);
    var after =
        new Details(
            url,
            details.scope(),
            details.scopeObjectId(),
            details.columnIds(),
            events,
            details.disabledDetails(),
            details.app(),
            details.source(),
            details.enabledAfter());
    return registration(old, old.vendorId(), name, address, headers, after);
  }

  private Registration registration(
      @Nullable Registration old,
      @Nullable String id,
      String name,
      URI address,
      Map<String, String> headers,
      Details details) {
    var fresh = Status.NEW_NOT_VERIFIED;
    var registration =
        new Registration(
            SmartsheetDialect.NAME,
            id,
            name,
            old == null ? "" : old.description(),
            old == null ? Map.of() : old.metadata(),
            new Wants(Patterns.wide(details.events()), details.subject(), null),
            new Target(address, headers, null, TlsChoice.USUAL, settings.timeout()),
            false,
            List.of(),
            old == null ? List.of(new Secret(RandomText.secret(), null)) : old.secrets(),
            new Retry(Choices.RETRIES, 0),
            old == null ? Pace.USUAL : old.pace(),
            dev.belfry.engine.webhook.WebhookState.UNVERIFIED,
            fresh.reason(),
            details.json());
    return old == null ? registration : registration.in(old.state(), old.stateReason());
  }

  /** {@code enabled:false} says only what is so anyway. */
  private static void refuseReadOnly(Body body) {
    var given = body.present(READ_ONLY);
    if (Boolean.TRUE.equals(body.flag("enabled"))) {
      throw Problem.notAllowed("webhook.enabled");
    }
    if (!given.isEmpty()) {
      throw Problem.notAllowed(ReadOnly.list(given));
    }
  }

  private static String name(Body body, String old) {
    var name = body.text("name");
    if (name == null) {
      return old;
    }
    var length = name.codePointCount(0, name.length());
    if (length > Choices.LONGEST_NAME) {
      throw Problem.tooLong("name", Choices.LONGEST_NAME, length);
    }
    if (name.isBlank()) {
      throw Problem.value("name", name);
    }
    return name;
  }

  private static Scope scope(Body body) {
    var word = required(body.text("scope"));
    return Scope.of(word).orElseThrow(() -> Problem.value("scope", word));
  }

  private static List<String> events(Body body, Scope scope, List<String> old) {
    var patterns = body.patterns();
    if (patterns == null) {
      return old;
    }
    for (var pattern : patterns) {
      if (!Patterns.isKnown(scope, pattern)) {
        throw Problem.value("events", pattern);
      }
    }
    return patterns;
  }

  private static void checkVersion(Body body) {
    var version = body.get("version");
    if (version == null) {
      return;
    }
    if (!version.isNumber()) {
      throw Body.wrongType("version", "a number");
    }
    if (version.doubleValue() != 1) {
      throw Problem.value("version", version.toString());
    }
  }

  private static Map<String, String> headers(Body body, Scope scope, Map<String, String> old) {
    var given = body.get("customHeaders");
    if (given == null) {
      return old;
    }
    if (scope != Scope.PLAN) {
      throw Problem.notAllowed("webhook.customHeaders");
    }
    return CustomHeaders.read(given);
  }

  /** Of a member that was seen to be there. */
  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a member went away");
    }
    return value;
  }
}
