package dev.belfry.server.http;

import java.time.Duration;

/**
 * What a caller may ask of this side.
 *
 * @param requestLine bytes of method, target and version; long since Apify's clients put whole
 *     webhooks into the query
 * @param headers bytes of all header lines together
 * @param body bytes of one body
 * @param bodies bytes of all bodies being read or handled at one time; beyond it 503
 * @param connections open at one time; beyond it 503 at once
 * @param requests handled at one time; beyond it 503
 * @param slowest for a head to arrive, for a body or an answer to get on; see {@link #patience}
 * @param idle how long a connection may wait for its next request
 */
public record HttpLimits(
    int requestLine,
    int headers,
    int body,
    long bodies,
    int connections,
    int requests,
    Duration slowest,
    Duration idle) {

  /** A body may take {@link #slowest} and a second for each of these, so 64 KiB/s is never cut. */
  private static final long BYTES_A_SECOND = 64 * 1024;

  /**
   * The limits of the design, fitted to the machine.
   *
   * @param body bytes of one body
   * @param heap bytes the heap may grow to
   * @param files file descriptors the process may have; a third of them are for callers
   */
  public static HttpLimits of(int body, long heap, int files) {
    return new HttpLimits(
        256 * 1024,
        32 * 1024,
        body,
        Math.max(heap / 8, 2L * body),
        Math.clamp(files / 3, 64, 4096),
        1024,
        Duration.ofSeconds(9),
        Duration.ofSeconds(75));
  }

  /** How long {@code bytes} may take in all, in nanoseconds. */
  long patience(long bytes) {
    return slowest.toNanos() + bytes * (1_000_000_000L / BYTES_A_SECOND);
  }
}
