package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.Header;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target answered, as one text: {@code LastError}, and {@code Message} of a test (sections
 * 4.7 and 6.5).
 */
final class AnswerText {

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(413, "Payload Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Entity"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private static final Map<String, String> NO_ANSWER =
      Map.of(
          "dns", "The remote name could not be resolved.",
          "blocked", "The target's address is not one that may be reached.",
          "connect", "Unable to connect to the remote server.",
          "tls", "Could not establish trust relationship for the SSL/TLS secure channel.",
          "timeout", "The operation has timed out.",
          "reset", "The underlying connection was closed.",
          "bad_response", "The server committed a protocol violation.",
          "template", "No request can be made of this event.");

  private AnswerText() {}

  static String of(Attempt attempt) {
    return text(attempt.status(), attempt.headers(), attempt.body(), attempt.error());
  }

  static String of(Answer answer) {
    return switch (answer) {
      case Answer.Answered(int status, var headers, var body, _) ->
          text(status, headers, body, null);
      case Answer.Failed(var failure, _) -> text(null, List.of(), new byte[0], failure.word());
    };
  }

  private static String text(
      @Nullable Integer status, List<Header> headers, byte[] body, @Nullable String error) {
    if (status == null) {
      return NO_ANSWER.getOrDefault(String.valueOf(error), "The request failed.");
    }
    var text = new StringBuilder("HTTP ").append(status);
    var reason = REASONS.get(status);
    if (reason != null) {
      text.append(' ').append(reason);
    }
    text.append("\r\n");
    headers.forEach(
        header -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    text.append("\r\n").append(new String(body, UTF_8));
    return cut(text.toString());
  }

  private static String cut(String text) {
    if (text.length() <= Choices.LONGEST_ERROR) {
      return text;
    }
    var end = Choices.LONGEST_ERROR;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
