package dev.belfry.engine.accept;

import dev.belfry.engine.event.Event;
import java.nio.ByteBuffer;

/**
 * An event owed to very many webhooks, and how far its deliveries are made.
 *
 * @param webhooks their ids, in order
 * @param firstDelivery the first of the ids in a row of its deliveries
 * @param done how many deliveries are made
 */
record FanOut(Event event, long tenantNumber, long[] webhooks, long firstDelivery, int done) {

  /** An event owed to more than this many is expanded in steps. */
  static final int FROM = 1000;

  boolean isFinished() {
    return done >= webhooks.length;
  }

  FanOut advancedTo(int newDone) {
    return new FanOut(event, tenantNumber, webhooks, firstDelivery, newDone);
  }

  byte[] webhooksAsBytes() {
    var bytes = ByteBuffer.allocate(webhooks.length * Long.BYTES);
    bytes.asLongBuffer().put(webhooks);
    return bytes.array();
  }

  static long[] webhooksOf(byte[] bytes) {
    var numbers = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(numbers);
    return numbers;
  }
}
