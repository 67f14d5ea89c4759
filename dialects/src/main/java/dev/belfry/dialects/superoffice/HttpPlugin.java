package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Verdict;
import dev.belfry.engine.webhook.Webhook;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The type {@code webhook}: a POST (section 6.1). */
public final class HttpPlugin implements CallbackPlugin {

  static final String SIGNATURE = "X-SuperOffice-Signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final Header CONTENT_TYPE =
      new Header("Content-Type", "application/json; charset=utf-8");
  private static final Header USER_AGENT = new Header("User-Agent", Choices.USER_AGENT);
  private static final Header TEST = new Header("X-Hook-Test", "true");

  private final EgressPolicy policy;
  private final SuperOfficeSettings settings;

  /**
   * @param policy what URLs a webhook may have
   */
  public HttpPlugin(EgressPolicy policy, SuperOfficeSettings settings) {
    this.policy = policy;
    this.settings = settings;
  }

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Target target(String targetUrl) {
    if (settings.requireHttps() && !targetUrl.toLowerCase(Locale.ROOT).startsWith("https:")) {
      return new Target.Refused("must start with https:");
    }
    return switch (policy.judgeUrl(targetUrl)) {
      case Verdict.Allowed(var url) -> new Target.At(url);
      case Verdict.Refused(var why) -> new Target.Refused(why);
    };
  }

  @Override
  public Prepared prepare(Told told) {
    var hook = told.hook();
    return new Prepared.Ready(
        new OutgoingRequest(
            hook.tenant().value(),
            "POST",
            hook.target().url(),
            headers(told),
            told.body(),
            hook.target().tls(),
            hook.target().timeout()));
  }

  private static List<Header> headers(Told told) {
    var hook = told.hook();
    var headers = new ArrayList<Header>(8 + hook.target().headers().size());
    headers.add(CONTENT_TYPE);
    headers.add(USER_AGENT);
    headers.add(new Header("X-SuperOffice-Event", told.event()));
    headers.add(new Header("X-SuperOffice-EventId", told.eventId()));
    var secret = secret(hook);
    if (!secret.isEmpty()) {
      headers.add(new Header(SIGNATURE, signature(secret, told.body())));
    }
    if (told.retries() > 0) {
      headers.add(new Header("X-SuperOffice-Retry", String.valueOf(told.retries())));
    }
    if (told.test()) {
      headers.add(TEST);
    }
    hook.target().headers().forEach((name, value) -> headers.add(new Header(name, value)));
    return headers;
  }

  private static String secret(Webhook hook) {
    var secrets = hook.registration().secrets();
    return secrets.isEmpty() ? "" : secrets.getFirst().text();
  }

  /**
   * The base64 of the HMAC-SHA256 over the bytes as sent (section 6.4).
   *
   * @param secret its UTF-8 bytes are the key
   */
  static String signature(String secret, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
