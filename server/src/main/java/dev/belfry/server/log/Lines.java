package dev.belfry.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A log record as one line of UTF-8. */
abstract class Lines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  abstract void write(ILoggingEvent event, StringBuilder line);

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new StringBuilder(256);
    write(event, line);
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  static @Nullable String trace(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? null : ThrowableProxyUtil.asString(thrown);
  }
}
