package dev.belfry.engine.accept;

import dev.belfry.engine.event.EventId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An event owed to very many webhooks: stored as parts, each of which becomes deliveries in one
 * step.
 *
 * @param webhooks their ids, in order
 * @param from how many deliveries of the event are made already
 */
record FanOut(EventId event, long[] webhooks, int from) {

  /** An event owed to more than this many is always expanded in steps. */
  static final int FROM = 1000;

  private static final int IN_A_PART = 500;

  /**
   * Some of the webhooks.
   *
   * @param at how many deliveries of the event are before theirs
   */
  record Part(int at, byte[] webhooks) {}

  int count() {
    return webhooks.length;
  }

  List<Part> parts() {
    var parts = new ArrayList<Part>();
    for (int at = 0; at < webhooks.length; at += IN_A_PART) {
      var count = Math.min(IN_A_PART, webhooks.length - at);
      var bytes = ByteBuffer.allocate(count * Long.BYTES);
      bytes.asLongBuffer().put(webhooks, at, count);
      parts.add(new Part(from + at, bytes.array()));
    }
    return parts;
  }

  static long[] webhooksOf(byte[] bytes) {
    var numbers = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(numbers);
    return numbers;
  }
}
