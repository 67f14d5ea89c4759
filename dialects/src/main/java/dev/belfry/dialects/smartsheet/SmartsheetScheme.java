package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.ChallengeAnswer;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.Verdict;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Seen from the receiver's side: how callbacks are signed, and how challenges are answered. */
public final class SmartsheetScheme implements SignatureScheme, ChallengeAnswer {

  @Override
  public String name() {
    return "Smartsheet";
  }

  @Override
  public boolean carriedBy(Request request) {
    return request.header(Signature.HEADER).isPresent();
  }

  @Override
  public Optional<String> faultIn(String secret) {
    return secret.matches("[0-9a-z]{8,64}")
        ? Optional.empty()
        : Optional.of("is not of digits and small letters");
  }

  @Override
  public Verdict verify(List<String> secrets, Request request, Instant now) {
    var given = request.header(Signature.HEADER).orElse("").getBytes(UTF_8);
    return secrets.stream()
            .map(secret -> Signature.of(secret.getBytes(UTF_8), request.body()))
            .anyMatch(wanted -> MessageDigest.isEqual(wanted.getBytes(UTF_8), given))
        ? new Verdict.Good()
        : new Verdict.Bad(Verdict.Reason.NO_MATCH, "no secret given makes this signature");
  }

  /** Section 8.2: 200, with the value in a header. */
  @Override
  public Optional<Response> to(Request request) {
    return request
        .header(Challenge.ASKS)
        .map(value -> Response.of(200).with(Challenge.ANSWERS, value));
  }
}
