package dev.belfry.dialects.belfry;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error, thrown where it is noticed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Fault> faults;
  private final @Nullable Duration retryAfter;

  private Problem(int status, String detail, List<Fault> faults, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.faults = List.copyOf(faults);
    this.retryAfter = retryAfter;
  }

  static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of(), null);
  }

  /** The same, with all that is wrong. */
  static Problem of(int status, String detail, List<Fault> faults) {
    return new Problem(status, detail, faults, null);
  }

  /** Well-formed, but wrong: 422. */
  static Problem invalid(List<Fault> faults) {
    return new Problem(422, "What was sent cannot be taken; see errors.", faults, null);
  }

  /** The same with one fault only. */
  static Problem invalid(String pointer, String detail) {
    return invalid(List.of(new Fault(pointer, detail)));
  }

  /** Cannot now: 503, or over a limit: 429. */
  static Problem later(int status, String detail, Duration retryAfter) {
    return new Problem(status, detail, List.of(), retryAfter);
  }

  /** Not there, or another tenant's: the same words for both. */
  static Problem missing(String what) {
    return of(404, "There is no such " + what + ".");
  }

  int status() {
    return status;
  }

  String detail() {
    var message = getMessage();
    return message == null ? "" : message;
  }

  List<Fault> faults() {
    return faults;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
