package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.webhook.Registration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The exchange by which a target shows that it wants the callbacks (section 8): a random value that
 * it must send back.
 */
final class Challenge {

  static final String ASKS = "Smartsheet-Hook-Challenge";
  static final String ANSWERS = "Smartsheet-Hook-Response";
  static final String ANSWERS_IN_BODY = "smartsheetHookResponse";

  private final String value = UUID.randomUUID().toString();
  private final SmartsheetSettings settings;

  /** A new one, with a value of its own. */
  Challenge(SmartsheetSettings settings) {
    this.settings = settings;
  }

  /**
   * What is sent; not signed.
   *
   * @param pool whose connections are used: the tenant's
   */
  OutgoingRequest request(String pool, Registration webhook) {
    var headers = new ArrayList<Header>();
    headers.add(new Header("Content-Type", "application/json"));
    headers.add(new Header(ASKS, value));
    SmartsheetCallback.addOthers(webhook, settings, headers);
    var body = "{\"challenge\":\"" + value + "\",\"webhookId\":" + webhook.vendorId() + "}";
    return new OutgoingRequest(
        pool,
        "POST",
        webhook.target().url(),
        headers,
        body.getBytes(UTF_8),
        SmartsheetCallback.trust(settings),
        settings.timeout());
  }

  /** Why the answer does not pass, as {@code disabledDetails} says it; empty if it passes. */
  Optional<String> fault(Answer answer) {
    return switch (answer) {
      case Answer.Answered(int status, _, _, _) when status != 200 ->
          Optional.of(DisabledDetails.ofStatus(status));
      case Answer.Answered answered ->
          echoes(answered) ? Optional.empty() : Optional.of(DisabledDetails.wrongEcho());
      case Answer.Failed failed -> Optional.of(DisabledDetails.of(failed));
    };
  }

  private boolean echoes(Answer.Answered answered) {
    return answered.headers().stream()
            .anyMatch(
                header -> header.name().equalsIgnoreCase(ANSWERS) && header.value().equals(value))
        || echoesInBody(answered.body());
  }

  /** Whatever the content type says. */
  private boolean echoesInBody(byte[] body) {
    try {
      return Json.read(body) instanceof ObjectNode object
          && object.path(ANSWERS_IN_BODY).isString()
          && object.path(ANSWERS_IN_BODY).stringValue().equals(value);
    } catch (MalformedJson _) {
      return false;
    }
  }
}
