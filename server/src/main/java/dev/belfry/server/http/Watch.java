package dev.belfry.server.http;

import java.io.IOException;
import java.net.Socket;

/**
 * The deadline of one connection. Set by the connection's own thread at the price of a field, kept
 * by one thread for all.
 */
final class Watch {

  /** What a connection is doing. */
  enum Phase {
    /** Nothing of a request has come yet. */
    WAITING,
    READING,
    HANDLING,
    WRITING
  }

  private final Socket socket;
  private volatile Phase phase = Phase.WAITING;
  private volatile long deadline;
  private volatile boolean expired;

  Watch(Socket socket, long patienceNanos) {
    this.socket = socket;
    this.deadline = System.nanoTime() + patienceNanos;
  }

  void enter(Phase next, long patienceNanos) {
    deadline = System.nanoTime() + patienceNanos;
    phase = next;
  }

  /** The handler has limits of its own. */
  void enterHandling() {
    phase = Phase.HANDLING;
  }

  void extendTo(long nanoTime) {
    deadline = nanoTime;
  }

  boolean expired() {
    return expired;
  }

  /** Ends what took too long; a reader gets the chance to say so to the caller. */
  void check(long now) {
    var seen = phase;
    if (seen == Phase.HANDLING || now - deadline < 0) {
      return;
    }
    if (expired || seen == Phase.WRITING) {
      close();
    } else {
      deadline = now + 1_000_000_000L;
      expired = true;
      endInput();
    }
  }

  /** Ends the connection if no request is under way. */
  void endIfWaiting() {
    if (phase == Phase.WAITING) {
      endInput();
    }
  }

  private void endInput() {
    try {
      socket.shutdownInput();
    } catch (IOException _) {
      close();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed for us all the same.
    }
  }
}
