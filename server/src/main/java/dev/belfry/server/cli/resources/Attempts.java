package dev.belfry.server.cli.resources;

import tools.jackson.databind.JsonNode;

/** What came of an attempt, in plain words. */
final class Attempts {

  private Attempts() {}

  static boolean failed(JsonNode attempt) {
    return attempt.hasNonNull("error") && !attempt.path("error").asString().equals("truncated");
  }

  static String words(JsonNode attempt) {
    var status = attempt.path("status").asInt(0);
    return switch (attempt.path("error").asString("")) {
      case "" -> "the receiver answered " + status;
      case "status" -> "the receiver answered " + status + "; only 2xx is success";
      case "dns" -> "the host's name could not be resolved";
      case "blocked" -> "the address may not be reached: egress_allow opens ranges inside";
      case "connect" -> "nothing accepted the connection; is the receiver running?";
      case "tls" -> "no secure connection: the certificate is not trusted, or for another host";
      case "timeout" -> "no whole answer within the webhook's time limit";
      case "reset" -> "the receiver closed the connection without an answer";
      case "bad_response" -> "what came back was no HTTP";
      case "truncated" -> "delivered; more of the answer came than is kept";
      case "template" -> "no request could be made of this event";
      default -> "the attempt failed: " + attempt.path("error").asString();
    };
  }
}
