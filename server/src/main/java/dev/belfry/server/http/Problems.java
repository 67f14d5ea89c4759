package dev.belfry.server.http;

import dev.belfry.dialects.Response;

/**
 * Answers that no dialect words, since the request never reached one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problems {

  private Problems() {}

  /**
   * An answer in RFC 9457's form.
   *
   * @param detail a sentence without quotes, backslashes or control characters
   */
  public static Response of(int status, String detail) {
    var response =
        Response.of(
            status,
            "application/problem+json",
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(Reasons.of(status), status, detail));
    return status == 503 ? response.with("Retry-After", "1") : response;
  }
}
