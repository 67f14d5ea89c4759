package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent to ask for a token, and what the answer says.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2">RFC 6749, 4.4.2 and 5.1</a>
 */
final class TokenRequests {

  /** Tokens that carry much are a few KiB long; a header may have 8. */
  private static final int MOST_KEPT = 32 * 1024;

  /** For servers that do not tell how long a token lasts. */
  private static final Duration UNTOLD = Duration.ofMinutes(5);

  /** A new one is fetched so long before the old one ends, or after nine tenths of its time. */
  private static final Duration BEFORE_ITS_END = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{1,8000}=*");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxNumberLength(30)
                          .maxStringLength(MOST_KEPT)
                          .maxDocumentLength(MOST_KEPT)
                          .build())
                  .build())
          .build();

  private TokenRequests() {}

  /** The request; over the same pool and with the same trust as the one that needs the token. */
  static OutgoingRequest of(OutgoingRequest needing, ClientCredentials credentials) {
    var form = new StringBuilder("grant_type=client_credentials");
    if (credentials.scope() != null) {
      form.append("&scope=").append(URLEncoder.encode(credentials.scope(), UTF_8));
    }
    var client =
        URLEncoder.encode(credentials.clientId(), UTF_8)
            + ':'
            + URLEncoder.encode(credentials.clientSecret(), UTF_8);
    return new OutgoingRequest(
        needing.pool(),
        "POST",
        credentials.tokenUrl(),
        List.of(
            new Header("accept", "application/json"),
            new Header("content-type", "application/x-www-form-urlencoded"),
            new Header(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8)))),
        form.toString().getBytes(UTF_8),
        needing.tls(),
        needing.timeout(),
        null,
        MOST_KEPT);
  }

  /** The token in an answer; empty if there is none that can be used. */
  static Optional<Token> read(byte[] body, Instant now) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException _) {
      return Optional.empty();
    }
    var given = json.path("access_token");
    var token = given.isString() ? given.stringValue() : "";
    var type = json.path("token_type").asString("bearer");
    if (!FORM.matcher(token).matches() || !type.equalsIgnoreCase("bearer")) {
      return Optional.empty();
    }
    return Optional.of(new Token(token, now.plus(kept(json.path("expires_in").asLong(-1)))));
  }

  private static Duration kept(long seconds) {
    if (seconds < 0) {
      return UNTOLD;
    }
    var lasts = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    var early = lasts.dividedBy(10);
    return lasts.minus(early.compareTo(BEFORE_ITS_END) < 0 ? early : BEFORE_ITS_END);
  }
}
