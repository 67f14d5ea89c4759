package dev.belfry.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.Verdict;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * No signature, but what senders without one use instead: a user name and a password. The secret is
 * both, with a colon between.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
public final class BasicScheme implements SignatureScheme {

  private static final String BASIC = "basic ";

  @Override
  public String name() {
    return "Basic authentication";
  }

  @Override
  public boolean carriedBy(Request request) {
    return given(request).regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  @Override
  public Optional<String> faultIn(String secret) {
    return secret.indexOf(':') > 0 ? Optional.empty() : Optional.of("has no user name and colon");
  }

  @Override
  public Verdict verify(List<String> secrets, Request request, Instant now) {
    byte[] shown;
    try {
      shown = Base64.getDecoder().decode(given(request).substring(BASIC.length()).strip());
    } catch (IllegalArgumentException _) {
      return new Verdict.Bad(Verdict.Reason.MALFORMED, "the credentials are not in Base64");
    }
    return secrets.stream().anyMatch(secret -> MessageDigest.isEqual(secret.getBytes(UTF_8), shown))
        ? new Verdict.Good()
        : new Verdict.Bad(Verdict.Reason.NO_MATCH, "another user name or password");
  }

  private static String given(Request request) {
    return request.header("authorization").orElse("");
  }
}
