package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of a delivery and what came of it.
 *
 * @param number from 1
 * @param at when it began
 * @param status of the answer; null if none was read
 * @param error a stable word (`status`, `dns`, `blocked`, …, `truncated`); null if all was well
 * @param headers of the answer; together with the body at most 4 KiB
 * @param body the beginning of the answer's body
 */
public record Attempt(
    int number,
    Instant at,
    Duration duration,
    @Nullable Integer status,
    @Nullable String error,
    List<Header> headers,
    byte[] body) {

  /** The same without what was answered. */
  Attempt withoutAnswer() {
    return new Attempt(number, at, duration, status, error, List.of(), new byte[0]);
  }

  public Attempt {
    headers = List.copyOf(headers);
  }

  /** The same request, counted from another delivery's first. */
  Attempt numbered(int newNumber) {
    return new Attempt(newNumber, at, duration, status, error, headers, body);
  }
}
