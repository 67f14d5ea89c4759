package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Item;
import java.time.Instant;

/** What happened, in plain words, and what to do about it. */
public final class Plain {

  private Plain() {}

  /** One attempt. */
  static String attempt(Item attempt) {
    if (!attempt.has("error")) {
      return "The receiver answered " + attempt.text("status") + ". That is success.";
    }
    return switch (attempt.text("error")) {
      case "status" -> status(attempt.number("status"));
      case "dns" -> "The host's name could not be resolved. Is it spelled right?";
      case "blocked" ->
          "The address is not one that may be reached: private and local addresses are allowed by"
              + " the operator only.";
      case "connect" ->
          "Nothing accepted the connection. Is the receiver running, and reachable from here?";
      case "tls" ->
          "No secure connection came about. Is the certificate in force, for this host, and from an"
              + " authority that is trusted?";
      case "timeout" ->
          "The receiver took too long: no whole answer within the webhook's time limit. Answer"
              + " first, work later.";
      case "reset" -> "The receiver closed the connection without an answer.";
      case "bad_response" -> "What came back was no HTTP.";
      case "truncated" -> "Delivered; more of the answer came than is kept.";
      case "template" -> "The request could not be made of this event.";
      default -> "The attempt failed: " + attempt.text("error") + ".";
    };
  }

  /**
   * Where something is, and what happens next.
   *
   * @param text whole sentences; without the last full stop where a time follows
   * @param at when the next attempt is due, if that is not now
   */
  public record Outlook(String text, String at) {
    private static Outlook of(String text) {
      return new Outlook(text, "");
    }
  }

  /**
   * Why a delivery is where it is, and what happens next.
   *
   * @param last its latest attempt, if there was one
   * @param webhook the state of its webhook
   */
  static Outlook delivery(Item delivery, Item last, String webhook, Instant now) {
    return delivery.text("state").equals("pending") && !webhook.equals("paused")
        ? pending(delivery, last, now)
        : Outlook.of(settled(delivery, last));
  }

  private static String settled(Item delivery, Item last) {
    return switch (delivery.text("state")) {
      case "delivered" -> "It arrived" + attempts(delivery) + ".";
      case "cancelled" -> "It was cancelled" + because(delivery) + ". Nothing more is sent.";
      case "dead" ->
          "It was given up"
              + attempts(delivery)
              + because(delivery)
              + ". Nothing more is sent by itself. "
              + failure(last);
      default -> "The webhook is paused: this goes out when somebody resumes it.";
    };
  }

  private static Outlook pending(Item delivery, Item last, Instant now) {
    if (!delivery.has("nextAttemptAt")) {
      return Outlook.of("It waits for an earlier delivery of its subject, which comes first.");
    }
    var next = Instant.parse(delivery.text("nextAttemptAt"));
    var what =
        last.has("number")
            ? failure(last) + " Attempt " + (delivery.number("attemptCount") + 1) + " is due"
            : "No attempt was made yet; the first is due";
    return next.isAfter(now) ? new Outlook(what, next.toString()) : Outlook.of(what + " now.");
  }

  private static String failure(Item last) {
    return last.has("error") ? attempt(last) : "";
  }

  private static String attempts(Item delivery) {
    var count = delivery.number("attemptCount");
    return count == 0 ? "" : count == 1 ? " after 1 attempt" : " after " + count + " attempts";
  }

  private static String because(Item delivery) {
    return switch (delivery.text("reason")) {
      case "" -> "";
      case "status", "dns", "blocked", "connect", "tls", "timeout", "reset", "bad_response" ->
          ", the last its schedule allows";
      case "gone" -> ", as the receiver answered 410 Gone, which switches the webhook off";
      case "webhook_disabled" -> ", as the webhook was disabled";
      case "webhook_deleted" -> ", as the webhook was deleted";
      case "damaged" -> ", as what is stored of the event is not what was accepted";
      case "cancelled" -> " by a person";
      case "erased" -> ", as the event's data was erased";
      default -> " (" + delivery.text("reason") + ")";
    };
  }

  private static String status(long status) {
    if (status >= 300 && status < 400) {
      return "The receiver answered "
          + status
          + ", a redirect. Redirects are never followed: put"
          + " the final address into the webhook.";
    }
    return switch ((int) status) {
      case 401, 403 ->
          "The receiver answered "
              + status
              + ": it does not accept the credentials, or the signature. Check the secret there.";
      case 404, 405 -> "The receiver answered " + status + ". Is the path of the URL right?";
      case 410 -> "The receiver answered 410: it wants no more requests.";
      case 413 -> "The receiver answered 413: the event is larger than it takes.";
      case 429 -> "The receiver answered 429: too many requests. A lower rate would help.";
      default ->
          status >= 500
              ? "The receiver answered " + status + ": something went wrong on its side."
              : "The receiver answered " + status + "; only 2xx is success.";
    };
  }
}
