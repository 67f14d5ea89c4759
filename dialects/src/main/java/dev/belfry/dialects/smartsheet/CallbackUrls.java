package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Verdict;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Which URLs callbacks may go to (section 12.1). */
final class CallbackUrls {

  private static final Set<Integer> PORTS = Set.of(-1, 443, 8000, 8008, 8080, 8443);

  private final EgressPolicy policy;
  private final boolean lifted;

  /**
   * @param lifted whether the vendor's rules on scheme and port are off
   */
  CallbackUrls(EgressPolicy policy, boolean lifted) {
    this.policy = policy;
    this.lifted = lifted;
  }

  /**
   * The URL in its normal form.
   *
   * @throws Problem if the vendor's rules or ours refuse it
   */
  URI read(String text) {
    if (text.length() > Choices.LONGEST_URL) {
      throw Problem.tooLong("callbackUrl", Choices.LONGEST_URL, text.length());
    }
    if (!lifted && text.toLowerCase(Locale.ROOT).startsWith("http://")) {
      throw Problem.notHttps();
    }
    if (text.indexOf('#') >= 0) {
      throw Problem.value("callbackUrl", text);
    }
    return switch (policy.judgeUrl(text)) {
      case Verdict.Allowed(var url) when lifted || PORTS.contains(url.getPort()) -> url;
      case Verdict.Allowed _ -> throw Problem.value("callbackUrl", text);
      case Verdict.Refused _ when hasOtherScheme(text) -> throw Problem.notHttps();
      case Verdict.Refused _ -> throw Problem.value("callbackUrl", text);
    };
  }

  private static boolean hasOtherScheme(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")
        && !text.toLowerCase(Locale.ROOT).startsWith("https://");
  }
}
