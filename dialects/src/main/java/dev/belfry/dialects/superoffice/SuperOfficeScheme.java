package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.Verdict;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What requests of this dialect are signed with, seen from the receiver's side (section 6.4). */
public final class SuperOfficeScheme implements SignatureScheme {

  @Override
  public String name() {
    return "SuperOffice";
  }

  @Override
  public boolean carriedBy(Request request) {
    return request.header(HttpPlugin.SIGNATURE).isPresent();
  }

  @Override
  public Optional<String> faultIn(String secret) {
    return secret.isEmpty() ? Optional.of("is empty") : Optional.empty();
  }

  /** The vendor's signatures carry no time, so none is too old. */
  @Override
  public Verdict verify(List<String> secrets, Request request, Instant now) {
    var given = request.header(HttpPlugin.SIGNATURE).orElse("").getBytes(US_ASCII);
    var good = false;
    for (var secret : secrets) {
      var wanted = HttpPlugin.signature(secret, request.body()).getBytes(US_ASCII);
      good |= MessageDigest.isEqual(wanted, given);
    }
    return good ? new Verdict.Good() : bad();
  }

  private static Verdict bad() {
    return new Verdict.Bad(Verdict.Reason.NO_MATCH, "another secret, or a changed body");
  }
}
