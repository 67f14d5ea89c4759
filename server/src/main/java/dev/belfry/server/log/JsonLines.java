package dev.belfry.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One JSON object a line, for programs: time, level, logger, message and the record's own members.
 */
final class JsonLines extends Lines {

  private static final HexFormat HEX = HexFormat.of();

  @Override
  void write(ILoggingEvent event, StringBuilder line) {
    line.append("{\"time\":\"").append(event.getInstant()).append('"');
    member(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    member(line, "logger", event.getLoggerName());
    member(line, "message", event.getFormattedMessage());
    var pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (var pair : pairs) {
        if (pair.value instanceof Number || pair.value instanceof Boolean) {
          line.append(",\"").append(pair.key).append("\":").append(pair.value);
        } else if (pair.value != null) {
          member(line, pair.key, pair.value.toString());
        }
      }
    }
    var trace = trace(event);
    if (trace != null) {
      member(line, "exception", trace);
    }
    line.append('}');
  }

  private static void member(StringBuilder line, String name, String value) {
    line.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        line.append("\\u").append(HEX.toHexDigits(c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
