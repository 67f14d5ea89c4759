package dev.belfry.engine.webhook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a {@link Webhook} that its owner or dialect decides.
 *
 * @param dialect the name of the dialect whose form its requests have
 * @param vendorId its id in that vendor's form; null in our own dialect
 * @param name for people; may be empty
 * @param description for people; may be empty
 * @param metadata the owner's own notes
 * @param binary true for the bare data with {@code ce-*} headers, false for the CloudEvent
 * @param signatures the names of the signature schemes asked for, in order
 * @param secrets what it signs with: of each kind the one in force first, then those of rotations
 *     not yet over
 * @param stateReason why it is in its state, a stable word; null if there is nothing to say
 * @param details what its dialect keeps besides, as JSON; the engine does not look inside
 */
public record Registration(
    String dialect,
    @Nullable String vendorId,
    String name,
    String description,
    Map<String, String> metadata,
    Wants wants,
    Target target,
    boolean binary,
    List<String> signatures,
    List<Secret> secrets,
    Retry retry,
    Pace pace,
    WebhookState state,
    @Nullable String stateReason,
    String details) {

  public Registration {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    signatures = List.copyOf(signatures);
    secrets = List.copyOf(secrets);
  }

  /** The same at another pace. */
  public Registration at(Pace newPace) {
    return copy(secrets, newPace, state, stateReason);
  }

  /** The same with other secrets. */
  public Registration with(List<Secret> newSecrets) {
    return copy(newSecrets, pace, state, stateReason);
  }

  /** The same in another state. */
  public Registration in(WebhookState newState, @Nullable String reason) {
    return copy(secrets, pace, newState, reason);
  }

  private Registration copy(
      List<Secret> newSecrets, Pace newPace, WebhookState newState, @Nullable String reason) {
    return new Registration(
        dialect,
        vendorId,
        name,
        description,
        metadata,
        wants,
        target,
        binary,
        signatures,
        newSecrets,
        retry,
        newPace,
        newState,
        reason,
        details);
  }
}
