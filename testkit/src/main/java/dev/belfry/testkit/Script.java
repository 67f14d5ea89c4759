package dev.belfry.testkit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What to reply, request after request: first those queued, in order, then one for ever. */
public final class Script {

  private final Queue<Reply> queued = new ConcurrentLinkedQueue<>();
  private volatile Reply always;

  Script(Reply always) {
    this.always = always;
  }

  /** Adds replies for the next requests, one each. */
  public Script next(Reply... replies) {
    queued.addAll(List.of(replies));
    return this;
  }

  /** The reply to every request for which none is queued. */
  public Script always(Reply reply) {
    always = reply;
    return this;
  }

  Reply take() {
    var reply = queued.poll();
    return reply == null ? always : reply;
  }
}
