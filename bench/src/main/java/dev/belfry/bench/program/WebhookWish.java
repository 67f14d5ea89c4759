package dev.belfry.bench.program;

import java.util.List;

/**
 * A webhook that a scenario wants.
 *
 * @param type of the events it gets
 * @param retries waits between attempts, such as {@code 5s}; empty for the program's own
 */
public record WebhookWish(String url, String type, List<String> retries) {

  /** How many requests may be in flight to its target, where the program can be told. */
  public static final int MAX_IN_FLIGHT = 256;

  public WebhookWish {
    retries = List.copyOf(retries);
  }

  public WebhookWish(String url, String type) {
    this(url, type, List.of());
  }
}
