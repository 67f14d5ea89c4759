package dev.belfry.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets logging up in code: no file to look for, no reflection. Found by Logback itself. */
public final class Logs extends ContextAwareBase implements Configurator {

  private static final String APPENDER = "stderr";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var terminal = Boolean.getBoolean("belfry.terminal");
    use(context, terminal ? new TextLines() : new JsonLines());
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    context.getLogger("org.apache.hc").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
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
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setName(APPENDER);
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender(APPENDER);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
  }
}
