package dev.belfry.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.Verdict;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * No signature, but a token that only the sender knows. The secret is the whole header, {@code
 * Bearer TOKEN}, so that it cannot be taken for a secret of another scheme.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
public final class BearerScheme implements SignatureScheme {

  private static final String BEARER = "Bearer ";

  @Override
  public String name() {
    return "Bearer token";
  }

  @Override
  public boolean carriedBy(Request request) {
    return isBearer(given(request));
  }

  @Override
  public Optional<String> faultIn(String secret) {
    return isBearer(secret) ? Optional.empty() : Optional.of("does not begin with Bearer");
  }

  @Override
  public Verdict verify(List<String> secrets, Request request, Instant now) {
    var shown = token(given(request));
    return secrets.stream().anyMatch(secret -> MessageDigest.isEqual(token(secret), shown))
        ? new Verdict.Good()
        : new Verdict.Bad(Verdict.Reason.NO_MATCH, "another token");
  }

  private static boolean isBearer(String text) {
    return text.length() > BEARER.length()
        && text.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  private static byte[] token(String text) {
    return text.substring(BEARER.length()).strip().getBytes(UTF_8);
  }

  private static String given(Request request) {
    return request.header("authorization").orElse("");
  }
}
