package dev.belfry.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Lines for people: time, level, message, then what else the record says. */
final class TextLines extends Lines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  void write(ILoggingEvent event, StringBuilder line) {
    TIME.formatTo(event.getInstant(), line);
    line.append(' ').append(event.getLevel()).append(' ');
    appendPrintable(line, event.getFormattedMessage());
    var pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (var pair : pairs) {
        if (pair.value != null) {
          line.append(' ').append(pair.key).append('=');
          appendPrintable(line, pair.value.toString());
        }
      }
    }
    var trace = trace(event);
    if (trace != null) {
      line.append('\n').append(trace);
    }
  }

  /** Nothing that was sent to us may end a line or steer a terminal. */
  private static void appendPrintable(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? '?' : c);
    }
  }
}
