package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.WebhookState;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's words for where a webhook stands (section 7.1), and ours for the same. One that its
 * owner paused through our own API is still enabled here: its events wait.
 */
enum Status {
  NEW_NOT_VERIFIED(WebhookState.UNVERIFIED, "new"),
  ENABLED(WebhookState.ACTIVE, null),
  DISABLED_BY_OWNER(WebhookState.DISABLED, "by_owner"),
  /** Its target has not shown that it wants the requests: no one can switch it on without that. */
  DISABLED_VERIFICATION_FAILED(WebhookState.UNVERIFIED, "verification_failed"),
  DISABLED_CALLBACK_FAILED(WebhookState.DISABLED, "callback_failed"),
  DISABLED_SCOPE_INACCESSIBLE(WebhookState.DISABLED, "scope_inaccessible"),
  DISABLED_EXCEEDED_GRID_LIMITS(WebhookState.DISABLED, "exceeded_grid_limits"),
  DISABLED_APP_REVOKED(WebhookState.DISABLED, "app_revoked"),
  DISABLED_ADMINISTRATIVE(WebhookState.DISABLED, "administrative");

  private final WebhookState state;
  private final @Nullable String reason;

  Status(WebhookState state, @Nullable String reason) {
    this.state = state;
    this.reason = reason;
  }

  /** In our words: {@code callback_failed}. */
  String reason() {
    return String.valueOf(reason);
  }

  static Status of(Registration registration) {
    if (registration.state().matches()) {
      return ENABLED;
    }
    return Stream.of(values())
        .filter(status -> status.reason != null && status.reason.equals(registration.stateReason()))
        .findFirst()
        .orElse(DISABLED_CALLBACK_FAILED);
  }

  /**
   * The webhook with this status.
   *
   * @param disabledDetails for people; null if there is nothing to tell
   */
  Registration given(Registration to, @Nullable String disabledDetails) {
    var details = Details.of(to).with(disabledDetails);
    var already = this == ENABLED && to.state().matches();
    return Details.put(to, details).in(already ? to.state() : state, reason);
  }
}
