package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.ApiKey;
import dev.belfry.engine.tenant.Tenant;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls (section 2.1): {@code Basic} with key id and secret, or with the secret and a blank
 * password; {@code SoTicket} or {@code Bearer} with the secret; or a browser's cookies, and then
 * only together with the token against forged requests.
 */
final class Credentials {

  private static final int LONGEST = 4096;

  private final Engine engine;

  Credentials(Engine engine) {
    this.engine = engine;
  }

  /**
   * Credentials first, then the customer in the path.
   *
   * @throws Refused if the caller is not known, or the path names another customer
   * @throws Problem 403 if the customer is suspended
   */
  Caller read(Request request) {
    var key = key(request).orElseThrow(() -> new Refused(new Refusal.Unknown()));
    var tenant = key.tenant();
    var named = request.variables().get("tenant");
    if (named != null && !named.equalsIgnoreCase(tenant.value())) {
      throw new Refused(new Refusal.NotFound());
    }
    if (engine.tenants().find(tenant).filter(Tenant::suspended).isPresent()) {
      throw Problem.of(403, Choices.FORBIDDEN, "The customer is suspended.");
    }
    return Caller.of(key);
  }

  private Optional<ApiKey> key(Request request) {
    var given = request.header("authorization").orElse("").strip();
    if (given.isEmpty()) {
      return fromCookies(request);
    }
    var blank = given.indexOf(' ');
    if (blank < 0 || given.length() > LONGEST) {
      return Optional.empty();
    }
    var rest = given.substring(blank + 1).strip();
    return switch (given.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "basic" -> basic(rest);
      case "soticket", "bearer" -> engine.keys().authenticate(rest);
      default -> Optional.empty();
    };
  }

  private Optional<ApiKey> basic(String encoded) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    var colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var user = pair.substring(0, colon);
    var password = pair.substring(colon + 1);
    return password.isEmpty()
        ? engine.keys().authenticate(user)
        : engine.keys().authenticate(password).filter(key -> key.id().equals(user));
  }

  private Optional<ApiKey> fromCookies(Request request) {
    var cookies = cookies(request);
    var session = cookies.get(Choices.SESSION_COOKIE);
    var token = cookies.get(Choices.XSRF_COOKIE);
    var shown = request.header("x-xsrf-token").orElse("");
    if (session == null || token == null || token.isEmpty()) {
      return Optional.empty();
    }
    return MessageDigest.isEqual(token.getBytes(UTF_8), shown.getBytes(UTF_8))
        ? engine.keys().authenticate(session)
        : Optional.empty();
  }

  /** By name in lower case; the first of a name counts. */
  private static Map<String, String> cookies(Request request) {
    var cookies = new HashMap<String, String>();
    for (var header : request.headers().getOrDefault("cookie", java.util.List.of())) {
      for (var pair : header.split(";", -1)) {
        var equals = pair.indexOf('=');
        if (equals > 0) {
          cookies.putIfAbsent(
              pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              pair.substring(equals + 1).strip());
        }
      }
    }
    return cookies;
  }
}
