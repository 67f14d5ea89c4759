package dev.belfry.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the lines of 20 ms together: at thousands a second a system call for each would cost as
 * much as sending a request.
 */
final class GatheringAppender extends OutputStreamAppender<ILoggingEvent> {

  private static final long GATHER_NANOS = 20_000_000;

  private final Thread flusher =
      Thread.ofPlatform().name("belfry-log-flusher").daemon().unstarted(this::flushNowAndThen);
  private volatile boolean dirty;

  GatheringAppender() {
    setImmediateFlush(false);
  }

  @Override
  public void start() {
    super.start();
    flusher.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    super.append(event);
    if (!dirty) {
      dirty = true;
      LockSupport.unpark(flusher);
    }
  }

  private void flushNowAndThen() {
    while (isStarted()) {
      if (!dirty) {
        LockSupport.park(this);
      }
      LockSupport.parkNanos(GATHER_NANOS);
      dirty = false;
      flush();
    }
  }

  private void flush() {
    streamWriteLock.lock();
    try {
      if (isStarted()) {
        getOutputStream().flush();
      }
    } catch (IOException e) {
      addError("cannot write to stderr", e);
    } finally {
      streamWriteLock.unlock();
    }
  }

  @Override
  public void stop() {
    super.stop();
    LockSupport.unpark(flusher);
  }
}
