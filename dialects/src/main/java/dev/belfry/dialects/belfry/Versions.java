package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Request;
import dev.belfry.engine.tenant.TenantChanged;
import dev.belfry.engine.webhook.WebhookChanged;
import java.util.function.Supplier;

/**
 * Versions of objects, as {@code ETag} and {@code If-Match} have them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1">RFC 9110, section 13.1.1</a>
 */
final class Versions {

  private static final int MOST_TRIES = 20;

  private Versions() {}

  static String tag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Makes sure that a request may change an object as it is now.
   *
   * @throws Problem 412 if the request names versions, and this is none of them
   */
  static void check(Request request, long current) {
    var given = request.headers().get("if-match");
    if (given == null) {
      return;
    }
    for (var tag : String.join(",", given).split(",", -1)) {
      if (tag.strip().equals("*") || tag.strip().equals(tag(current))) {
        return;
      }
    }
    throw changedMeanwhile();
  }

  /**
   * Makes a change that was worked out from what was read, again if it was changed meanwhile; a
   * request that names versions fails then at its own check.
   */
  static <T> T retrying(Supplier<T> change) {
    for (int i = 1; ; i++) {
      try {
        return change.get();
      } catch (TenantChanged | WebhookChanged e) {
        if (i == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  static Problem changedMeanwhile() {
    return Problem.of(412, "It is in another version than If-Match names; read it again.");
  }
}
