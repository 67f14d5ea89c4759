package dev.belfry.engine.webhook;

import dev.belfry.engine.audit.Change;
import dev.belfry.engine.egress.TlsChoice;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a webhook changed, for the audit log: before and after where that is no secret,
 * else only that it was changed. Headers count as secrets, and all of a URL but scheme, host and
 * port, since they may carry them.
 */
final class Differences {

  /** Either is null where the webhook was made or goes. */
  private final @Nullable Registration before;

  private final @Nullable Registration after;
  private final Change change = new Change();

  private Differences(@Nullable Registration before, @Nullable Registration after) {
    this.before = before;
    this.after = after;
  }

  static Change between(@Nullable Registration before, @Nullable Registration after) {
    var differences = new Differences(before, after);
    differences.tellPlain();
    differences.tellUrl();
    differences.tellHidden();
    return differences.change;
  }

  private void tellPlain() {
    plain("dialect", Registration::dialect);
    plain("vendorId", Registration::vendorId);
    plain("name", Registration::name);
    plain("description", Registration::description);
    plain("metadata", Registration::metadata);
    plain("types", of -> of.wants().types().stream().map(TypePattern::text).toList());
    plain("subject", of -> of.wants().subject());
    plain("filter", of -> of.wants().filter());
    plain("content", of -> of.binary() ? "binary" : "structured");
    plain("signatures", Registration::signatures);
    plain("timeout", of -> of.target().timeout().toString());
    plain("retry", of -> of.retry().schedule().stream().map(Object::toString).toList());
    plain("jitter", of -> of.retry().jitter());
    plain("maxInFlight", of -> of.pace().maxInFlight());
    plain("ratePerSecond", of -> of.pace().ratePerSecond());
    plain("ordered", of -> textOrNull(of.pace().order()));
    plain("batch", of -> textOrNull(of.pace().gathering()));
    plain("state", of -> of.state().toString());
    plain("stateReason", Registration::stateReason);
  }

  private void tellUrl() {
    var was = of(before, registration -> origin(registration.target().url()));
    var is = of(after, registration -> origin(registration.target().url()));
    if (was == null || !was.equals(is)) {
      change.of("url", was, is);
    } else {
      hidden("url", registration -> registration.target().url());
    }
  }

  private void tellHidden() {
    hidden("headers", of -> orNull(of.target().headers()));
    hidden("auth", of -> of.target().auth());
    hidden("tls", of -> of.target().tls().equals(TlsChoice.USUAL) ? null : of.target().tls());
    hidden("secret", of -> orNull(of.secrets()));
    hidden("details", of -> of.details().equals("{}") ? null : of.details());
  }

  private void plain(String part, Function<Registration, @Nullable Object> what) {
    change.of(part, of(before, what), of(after, what));
  }

  private void hidden(String part, Function<Registration, @Nullable Object> what) {
    change.hidden(part, of(before, what), of(after, what));
  }

  private static @Nullable Object of(
      @Nullable Registration registration, Function<Registration, @Nullable Object> what) {
    return registration == null ? null : what.apply(registration);
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  private static @Nullable String textOrNull(@Nullable Object what) {
    return what == null ? null : what.toString();
  }

  private static @Nullable Object orNull(Map<?, ?> map) {
    return map.isEmpty() ? null : map;
  }

  private static @Nullable Object orNull(List<?> list) {
    return list.isEmpty() ? null : list;
  }
}
