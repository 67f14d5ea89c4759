package dev.belfry.bench.floor;

import io.netty.channel.ChannelHandlerContext;

/** What the log records. */
sealed interface Entry {

  /** An event, on its way through the floor. */
  final class Accepted implements Entry {
    private final long id;
    private final byte[] body;
    private final ChannelHandlerContext sender;
    private int part;

    /**
     * @param id counted from 1
     * @param body as it came in, and as it goes out
     * @param sender whom to answer once it is on disk
     */
    Accepted(long id, byte[] body, ChannelHandlerContext sender) {
      this.id = id;
      this.body = body;
      this.sender = sender;
    }

    long id() {
      return id;
    }

    byte[] body() {
      return body;
    }

    ChannelHandlerContext sender() {
      return sender;
    }

    /** The part of the ring it lies in; of the log's thread only. */
    int part() {
      return part;
    }

    void liesIn(int ringPart) {
      part = ringPart;
    }
  }

  /** The outcome of an attempt: the receiver's status, or 0 without an answer. */
  record Attempted(Accepted event, int status) implements Entry {

    boolean succeeded() {
      return status / 100 == 2;
    }
  }
}
