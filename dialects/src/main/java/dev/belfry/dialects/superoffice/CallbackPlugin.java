package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.webhook.Webhook;
import java.net.URI;

/**
 * What handles the hooks of one {@code Type} (section 8). {@code webhook} and {@code crmscript} are
 * built in; a host application may register more.
 */
public interface CallbackPlugin {

  /** As it stands in a hook's {@code Type}, in lower case. */
  String type();

  /** What a hook's {@code TargetUrl} means to this plug-in. */
  Target target(String targetUrl);

  /**
   * The request that tells a hook of an event. Asked at every attempt, so it must be quick and must
   * not wait.
   */
  Prepared prepare(Told told);

  /** Where requests go. */
  sealed interface Target {
    /**
     * There.
     *
     * @param url http or https; whether its host may be reached is decided at each attempt
     */
    record At(URI url) implements Target {}

    /** Nowhere: such hooks are kept and never told anything. */
    record Nowhere() implements Target {}

    /**
     * The hook cannot be saved.
     *
     * @param why for a person, to follow "TargetUrl"
     */
    record Refused(String why) implements Target {}
  }

  /**
   * What is told to whom.
   *
   * @param event its name, as it was raised
   * @param eventId a GUID, the same for every hook and at every attempt
   * @param body by section 6.2, in UTF-8; the same at every attempt
   * @param retries made before this attempt
   * @param test whether it tries the hook out
   */
  record Told(Webhook hook, String event, String eventId, byte[] body, int retries, boolean test) {}
}
