package dev.belfry.dialects.cometchat;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All triggers there are, in the order of the vendor's table (section 9). */
final class Triggers {

  static final String BEFORE_MESSAGE = "before_message";
  static final String DELIVERY_RECEIPT = "message_delivery_receipt";
  static final String READ_RECEIPT = "message_read_receipt";
  static final String EDITED = "message_edited";
  static final String DELETED = "message_deleted";

  /** What events say of a user's connection in the legacy system. */
  static final String CONNECTION_CHANGED = "after_connection_status_changed";

  /** What the vendor's page calls it for those who subscribe (section 14, item 11). */
  static final String CONNECTION_CHANGE = "user_connection_status_change";

  private static final List<String> CONNECTION_TYPES =
      List.of(CONNECTION_CHANGED, CONNECTION_CHANGE);

  private static final Map<String, Trigger> LEGACY =
      byId(
          Stream.of(
              new Trigger(BEFORE_MESSAGE, "before the message is sent, and waits for the answer"),
              new Trigger("after_message", "after the message is sent"),
              new Trigger(DELIVERY_RECEIPT, "after the message is delivered"),
              new Trigger(READ_RECEIPT, "after the message is read"),
              connection(CONNECTION_CHANGE),
              connection(CONNECTION_CHANGED)));

  private static final Map<String, Trigger> NEW =
      byId(
          Stream.of(
                  messages(),
                  users(),
                  groups(),
                  receipts(),
                  calls(),
                  campaigns(),
                  moderation(),
                  others())
              .flatMap(Function.identity()));

  private Triggers() {}

  /** The trigger of a system, if that has one of this id. */
  static Optional<Trigger> find(Era era, String id) {
    return Optional.ofNullable(of(era).get(id));
  }

  /** All of a system, by id. */
  static Map<String, Trigger> of(Era era) {
    return switch (era) {
      case LEGACY -> LEGACY;
      case NEW -> NEW;
    };
  }

  private static Trigger connection(String id) {
    return new Trigger(
        id, "The hook triggers after a connection of the user changes.", CONNECTION_TYPES);
  }

  private static Map<String, Trigger> byId(Stream<Trigger> triggers) {
    return triggers.collect(
        toMap(Trigger::id, Function.identity(), (first, _) -> first, () -> new LinkedHashMap<>()));
  }

  private static Stream<Trigger> messages() {
    return Stream.of(
        new Trigger("message_sent", "after the message is sent"),
        new Trigger(EDITED, "after the message is edited"),
        new Trigger(DELETED, "after the message is deleted"),
        new Trigger("message_reaction_added", "after a reaction is added to the message"),
        new Trigger("message_reaction_removed", "after a reaction is removed from the message"));
  }

  private static Stream<Trigger> users() {
    return Stream.of(
        new Trigger("user_blocked", "after the user is blocked"),
        new Trigger("user_unblocked", "after the user is unblocked"));
  }

  private static Stream<Trigger> groups() {
    return Stream.of(
        new Trigger("group_created", "after the group is created"),
        new Trigger("group_updated", "after the group is updated"),
        new Trigger("group_deleted", "after the group is deleted"),
        new Trigger("group_member_joined", "after the member joins the group"),
        new Trigger("group_member_left", "after the member leaves the group"),
        new Trigger("group_member_added", "after members are added to the group"),
        new Trigger("group_member_kicked", "after members are kicked from the group"),
        new Trigger("group_member_banned", "after members are banned from the group"),
        new Trigger("group_member_unbanned", "after members are unbanned from the group"),
        new Trigger("group_member_scope_changed", "after the scope of a member is changed"),
        new Trigger("group_owner_transferred", "after the ownership of the group is transferred"));
  }

  private static Stream<Trigger> receipts() {
    return Stream.of(
        new Trigger(
            "user_connection_status_changed", "after a connection of the user opens or closes"),
        new Trigger(DELIVERY_RECEIPT, "after the message is delivered"),
        new Trigger(READ_RECEIPT, "after the message is read"));
  }

  private static Stream<Trigger> calls() {
    return Stream.of(
        new Trigger("call_initiated", "after the call is initiated"),
        new Trigger("call_started", "after the call is started"),
        new Trigger("call_participant_joined", "after a participant joins the call"),
        new Trigger("call_participant_left", "after a participant leaves the call"),
        new Trigger("call_ended", "after the call is ended"),
        new Trigger("meeting_started", "after the meeting is started"),
        new Trigger("meeting_participant_joined", "after a participant joins the meeting"),
        new Trigger("meeting_participant_left", "after a participant leaves the meeting"),
        new Trigger("meeting_ended", "after the meeting is ended"),
        new Trigger("recording_generated", "after the recording is generated"),
        new Trigger("transcription_generated", "after the transcription is generated"));
  }

  private static Stream<Trigger> campaigns() {
    return Stream.of(
        new Trigger("after_campaign_completed", "after the campaign is completed"),
        new Trigger("after_campaign_failed", "after the campaign has failed"),
        new Trigger("after_notification_created", "after the notification is created"),
        new Trigger("after_feed_item_sent", "after the feed item is sent"),
        new Trigger("after_feed_item_delivered", "after the feed item is delivered"),
        new Trigger("after_feed_item_read", "after the feed item is read"),
        new Trigger("after_feed_item_interacted", "after somebody interacts with the feed item"),
        new Trigger("after_push_notification_sent", "after the push notification is sent"),
        new Trigger(
            "after_push_notification_delivered", "after the push notification is delivered"),
        new Trigger("after_push_notification_clicked", "after the push notification is clicked"));
  }

  private static Stream<Trigger> moderation() {
    return Stream.of(
        new Trigger(
            "moderation_engine_approved", "after the moderation engine approves the message"),
        new Trigger("moderation_engine_blocked", "after the moderation engine blocks the message"),
        new Trigger("moderation_manual_approved", "after a moderator approves the blocked message"),
        new Trigger("moderation_engine_failed", "after the moderation engine gives no decision"));
  }

  private static Stream<Trigger> others() {
    return Stream.of(
        new Trigger("user_mentioned", "after the user is mentioned"),
        new Trigger("call_busy", "after the called user is busy"),
        new Trigger("call_cancelled", "after the call is cancelled"),
        new Trigger("call_rejected", "after the call is rejected"),
        new Trigger("call_unanswered", "after the call is not answered"),
        new Trigger(
            "message_delivered_to_all",
            "after the message is delivered to all members of the group"),
        new Trigger("message_read_by_all", "after the message is read by all members of the group"),
        new Trigger("message_pinned", "after the message is pinned"),
        new Trigger("message_unpinned", "after the message is unpinned"),
        new Trigger("conversation_pinned", "after the conversation is pinned"),
        new Trigger("conversation_unpinned", "after the conversation is unpinned"));
  }
}
