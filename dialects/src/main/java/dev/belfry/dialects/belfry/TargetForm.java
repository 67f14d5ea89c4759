package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.HeaderRules;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.egress.TlsContexts;
import dev.belfry.engine.egress.Verdict;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Target;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where a webhook's requests go: URL, headers, authentication, TLS and time limit. */
final class TargetForm {

  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_CREDENTIAL = 4096;
  private static final int LONGEST_PEM = 64 * 1024;
  private static final int MOST_HEADERS = 64;
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
  private static final URI NOWHERE = URI.create("https://invalid/");

  private final EgressPolicy policy;

  TargetForm(EgressPolicy policy) {
    this.policy = policy;
  }

  Target read(Members members, Faults faults) {
    var timeout = members.duration("timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
    return new Target(
        url(members, "url"),
        headers(members, faults),
        auth(members),
        tls(members),
        timeout == null ? USUAL_TIMEOUT : timeout);
  }

  private URI url(Members members, String name) {
    var text = members.required(name, LONGEST_URL);
    if (text.isEmpty() && !members.isEmptyText(name)) {
      return NOWHERE;
    }
    return switch (policy.judgeUrl(text)) {
      case Verdict.Allowed(var url) -> url;
      case Verdict.Refused(var reason) -> {
        members.fault(name, reason);
        yield NOWHERE;
      }
    };
  }

  private static Map<String, String> headers(Members members, Faults faults) {
    var headers = members.texts("headers", MOST_HEADERS, 256, HeaderRules.LONGEST_VALUE);
    headers.forEach((name, value) ->
        HeaderRules.faultInWebhook(name, value)
            .ifPresent(fault -> members.fault("headers", name + " " + fault)));
    var names = headers.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct();
    if (names.count() < headers.size()) {
      members.fault("headers", "must not name a header twice");
    }
    var all = headers.entrySet().stream().map(h -> new Header(h.getKey(), h.getValue())).toList();
    HeaderRules.faultInSize(all).ifPresent(fault -> faults.add(members.pointer("headers"), fault));
    return headers;
  }

  private @Nullable Auth auth(Members members) {
    var given = members.get("auth");
    if (given == null) {
      return null;
    }
    var type = given.get("type");
    return switch (type == null ? "" : type.asString("")) {
      case "basic" -> basic(members);
      case "bearer" -> bearer(members);
      case "oauth2" -> oauth2(members);
      default -> {
        members.fault("auth", "must be null or an object of type basic, bearer or oauth2");
        yield null;
      }
    };
  }

  private static @Nullable Auth basic(Members members) {
    var auth = members.object("auth", Set.of("type", "username", "password"));
    if (auth == null) {
      return null;
    }
    var username = credential(auth, "username");
    if (username.indexOf(':') >= 0) {
      auth.fault("username", "must have no colon");
    }
    return new Auth.Basic(username, credential(auth, "password"));
  }

  private static @Nullable Auth bearer(Members members) {
    var auth = members.object("auth", Set.of("type", "token"));
    if (auth == null) {
      return null;
    }
    var token = credential(auth, "token");
    if (auth.has("token") && !token.matches("[A-Za-z0-9._~+/-]+=*")) {
      auth.fault("token", "must have only characters that a bearer token may have (RFC 6750)");
    }
    return new Auth.Bearer(token);
  }

  private @Nullable Auth oauth2(Members members) {
    var auth =
        members.object("auth", Set.of("type", "tokenUrl", "clientId", "clientSecret", "scope"));
    if (auth == null) {
      return null;
    }
    var scope = auth.text("scope", LONGEST_CREDENTIAL);
    if (scope != null && !scope.matches("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*")) {
      auth.fault("scope", "must be words with one space between them (RFC 6749, 3.3)");
    }
    return new Auth.OAuth2(
        url(auth, "tokenUrl"),
        credential(auth, "clientId"),
        credential(auth, "clientSecret"),
        scope);
  }

  private static String credential(Members auth, String name) {
    var text = auth.required(name, LONGEST_CREDENTIAL);
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      auth.fault(name, "must have no control characters");
    }
    return text;
  }

  private static TlsChoice tls(Members members) {
    var tls = members.object("tls", Set.of("verify", "ca", "certificate", "key"));
    if (tls == null) {
      return TlsChoice.USUAL;
    }
    var verify = tls.bool("verify");
    var authority = tls.text("ca", LONGEST_PEM);
    if (authority != null && !isCertificates(authority)) {
      tls.fault("ca", "must be one or more certificates in PEM");
      authority = null;
    }
    var certificate = tls.text("certificate", LONGEST_PEM);
    if (certificate != null && !isCertificates(certificate)) {
      tls.fault("certificate", "must be one or more certificates in PEM, the client's own first");
      return TlsChoice.USUAL;
    }
    var key = tls.text("key", LONGEST_PEM);
    if ((certificate == null) != (key == null)) {
      tls.fault(certificate == null ? "certificate" : "key", "must stand beside the other");
      return TlsChoice.USUAL;
    }
    var choice = new TlsChoice(verify == null || verify, authority, certificate, key);
    TlsContexts.faultOf(choice)
        .ifPresent(
            _ -> tls.fault("key", "must be the certificate's, in PEM: PKCS#8, not encrypted"));
    return choice;
  }

  private static boolean isCertificates(String pem) {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      return false;
    }
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return !factory
          .generateCertificates(new ByteArrayInputStream(pem.strip().getBytes(UTF_8)))
          .isEmpty();
    } catch (CertificateException _) {
      return false;
    }
  }
}
