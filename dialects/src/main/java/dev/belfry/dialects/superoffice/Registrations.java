package dev.belfry.dialects.superoffice;

import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.HeaderRules;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookState;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The vendor's webhooks as the engine's. */
final class Registrations {

  private static final URI NOWHERE = URI.create(Choices.NOWHERE);

  /** Section 6.1: these are not a hook's to set. */
  private static final Set<String> RESERVED = Set.of("content-type", "user-agent", "x-hook-test");

  private static final String RESERVED_FAMILY = "x-superoffice-";

  private final Plugins plugins;
  private final SuperOfficeSettings settings;

  Registrations(Plugins plugins, SuperOfficeSettings settings) {
    this.plugins = plugins;
    this.settings = settings;
  }

  /**
   * What the engine shall keep.
   *
   * @param vendorId null for one that is only tried out
   * @param old what it is now; null if it is new
   * @throws Problem 400 if the type has no plug-in, or that refuses the target
   */
  Registration of(Details details, @Nullable String vendorId, @Nullable Registration old) {
    var hook = details.hook();
    var target = target(hook);
    var nowhere = target.equals(NOWHERE);
    var state = state(hook, old);
    var description = hook.description();
    var secret = hook.secret();
    return new Registration(
        SuperOfficeDialect.NAME,
        vendorId,
        hook.name(),
        description == null ? "" : description,
        old == null ? Map.of() : old.metadata(),
        new Wants(nowhere ? List.of() : types(hook.events()), null, null),
        new Target(
            target,
            headers(hook.headers()),
            null,
            new TlsChoice(settings.validateHttps(), null, null, null),
            settings.timeout()),
        false,
        List.of(),
        secret == null || secret.isEmpty() ? List.of() : List.of(new Secret(secret, null)),
        new Retry(Choices.RETRIES, 0),
        old == null ? Pace.USUAL : old.pace(),
        state,
        reason(hook, state, old),
        details.json());
  }

  /** Where requests go; {@link #isNowhere} if there are none. */
  private URI target(Hook hook) {
    var plugin =
        plugins
            .find(hook.type())
            .orElseThrow(() -> Problem.refused("Type names no plug-in that is registered."));
    return switch (plugin.target(hook.targetUrl())) {
      case CallbackPlugin.Target.At(var url) -> url;
      case CallbackPlugin.Target.Nowhere() -> NOWHERE;
      case CallbackPlugin.Target.Refused(var why) ->
          throw Problem.refused("The TargetUrl " + shown(hook.targetUrl()) + " " + why + ".");
    };
  }

  static boolean isNowhere(Registration registration) {
    return registration.target().url().equals(NOWHERE);
  }

  /** Without its query, which may carry secrets; answers are not logs, but they end up there. */
  private static String shown(String url) {
    var end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }

  /** One that its owner paused through our own API stays so until the state is really changed. */
  private static WebhookState state(Hook hook, @Nullable Registration old) {
    return old != null && State.of(old) == hook.state() ? old.state() : hook.state().inEngine();
  }

  private static @Nullable String reason(
      Hook hook, WebhookState state, @Nullable Registration old) {
    return old != null && old.state() == state && State.of(old) == hook.state()
        ? old.stateReason()
        : hook.state().reason();
  }

  /** In lower case, and as they were written: other senders may write them so. */
  private static List<TypePattern> types(List<String> events) {
    var types = new LinkedHashSet<String>();
    for (var event : events) {
      types.add(EventNames.type(event));
      if (event.indexOf('*') < 0) {
        types.add(event);
      }
    }
    return types.stream().map(TypePattern::new).toList();
  }

  /** Those that can be sent; the others are left out, never fatal (section 6.1). */
  private static Map<String, String> headers(@Nullable Map<String, @Nullable String> given) {
    var headers = new LinkedHashMap<String, String>();
    var sent = new ArrayList<Header>();
    if (given != null) {
      given.forEach((name, value) -> {
        if (value != null && isAllowed(name, value)) {
          sent.add(new Header(name, value));
          if (HeaderRules.faultInSize(sent).isEmpty()) {
            headers.put(name, value);
          } else {
            sent.removeLast();
          }
        }
      });
    }
    return headers;
  }

  private static boolean isAllowed(String name, String value) {
    var lower = name.toLowerCase(Locale.ROOT);
    return !RESERVED.contains(lower)
        && !lower.startsWith(RESERVED_FAMILY)
        && HeaderRules.faultInRequest(name, value).isEmpty();
  }
}
