package dev.belfry.server.listen;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.engine.signing.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The schemes a receiver knows, and the secrets it has. */
public final class Signatures {

  private final List<SignatureScheme> schemes;
  private final List<String> secrets;

  /**
   * @param secrets each of use to at least one scheme; without any, nothing is checked
   * @throws IllegalArgumentException if a secret is of no use to any scheme: which one, and why,
   *     without repeating it
   */
  public Signatures(List<SignatureScheme> schemes, List<String> secrets) {
    this.schemes = List.copyOf(schemes);
    this.secrets = List.copyOf(secrets);
    for (var number = 1; number <= secrets.size(); number++) {
      refuseUseless(number, secrets.get(number - 1));
    }
  }

  Check check(Request request, Instant now) {
    var carried = schemes.stream().filter(scheme -> scheme.carriedBy(request)).findFirst();
    if (secrets.isEmpty()) {
      return new Check.NotChecked(
          carried.map(scheme -> scheme.name() + ", no secret given").orElse("no secret given"));
    }
    return carried.map(scheme -> judge(scheme, request, now)).orElseGet(Check.Unsigned::new);
  }

  private Check judge(SignatureScheme scheme, Request request, Instant now) {
    var usable = secrets.stream().filter(secret -> scheme.faultIn(secret).isEmpty()).toList();
    if (usable.isEmpty()) {
      return new Check.Bad(scheme.name(), "no secret given is one for it");
    }
    return switch (scheme.verify(usable, request, now)) {
      case Verdict.Good() -> new Check.Good(scheme.name());
      case Verdict.Bad(_, var why) -> new Check.Bad(scheme.name(), why);
    };
  }

  private void refuseUseless(int number, String secret) {
    var faults = schemes.stream().map(scheme -> scheme.faultIn(secret)).toList();
    if (faults.stream().allMatch(Optional::isPresent)) {
      throw new IllegalArgumentException(
          "secret "
              + number
              + " "
              + faults.stream()
                  .flatMap(Optional::stream)
                  .distinct()
                  .collect(Collectors.joining("; or ")));
    }
  }
}
