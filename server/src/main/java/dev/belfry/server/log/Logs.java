package dev.belfry.server.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up in code: no file to look for, no reflection. Found by Logback itself. Lines wait
 * in a bounded queue: when nobody reads stderr any more, lines are lost and deliveries go on.
 */
public final class Logs extends ContextAwareBase implements Configurator {

  /** Sets how much is logged, for somebody who looks for a fault; INFO without it. */
  private static final String LEVEL = "belfry.log.level";

  private static final String QUEUE = "stderr";
  private static final int QUEUED = 8192;
  private static final int FLUSH_MILLIS = 500;
  private static final int BUFFER = 16 * 1024;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var terminal = Boolean.getBoolean("belfry.terminal");
    use(context, terminal ? new TextLines() : new JsonLines());
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    context.getLogger("com.networknt").setLevel(Level.OFF); // it repeats what tenants wrote
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * The process's stderr outlives whoever writes to it: closing it when the form of the lines
   * changes would silence all that follow.
   */
  private static final class Stderr extends BufferedOutputStream {
    Stderr() {
      super(new FileOutputStream(FileDescriptor.err), BUFFER);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** From now on one JSON object a line. */
  public static void json() {
    use((LoggerContext) LoggerFactory.getILoggerFactory(), new JsonLines());
  }

  /** From now on lines for people. */
  public static void text() {
    use((LoggerContext) LoggerFactory.getILoggerFactory(), new TextLines());
  }

  private static void use(LoggerContext context, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    var queue = new AsyncAppender();
    var appender = new GatheringAppender();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new Stderr());
    appender.start();
    queue.setName(QUEUE);
    queue.setContext(context);
    queue.setQueueSize(QUEUED);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(appender);
    queue.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    end(root);
    root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
    root.addAppender(queue);
  }

  /** From now on only what somebody must look at. */
  public static void quiet() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
  }

  /** Writes what waits, for at most half a second. */
  public static void flush() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    end(context.getLogger(Logger.ROOT_LOGGER_NAME));
  }

  private static void end(ch.qos.logback.classic.Logger root) {
    var before = root.getAppender(QUEUE);
    if (before != null) {
      before.stop();
      root.detachAppender(before);
    }
  }
}
