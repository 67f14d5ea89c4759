package dev.belfry.server.console.page;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;

/** Figures and payloads as people read them. */
public final class Text {

  private static final int MOST_PRETTY = 256 * 1024;

  private Text() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
  }

  /** {@code 99.2 %}; a dash when there was nothing. */
  public static String share(long part, long whole) {
    return whole <= 0 ? "–" : String.format(Locale.ENGLISH, "%.1f %%", 100.0 * part / whole);
  }

  /** {@code 320 ms}, {@code 2.4 s}, {@code 3 min}. */
  public static String millis(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ENGLISH, "%.1f s", millis / 1000.0)
        : wait(Duration.ofMillis(millis));
  }

  /** {@code 45 s}, {@code 3 min}, {@code 2 h 10 min}, {@code 4 d}. */
  public static String wait(Duration wait) {
    var seconds = wait.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800
        ? seconds / 3600 + " h" + (seconds % 3600 >= 60 ? " " + seconds % 3600 / 60 + " min" : "")
        : seconds / 86_400 + " d";
  }

  /** How late something is: {@code 3 min}; a dash for less than a second. */
  public static String late(double seconds) {
    return seconds < 1 ? "–" : wait(Duration.ofSeconds((long) seconds));
  }

  /** {@code 4.2 KiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ENGLISH, "%.1f KiB", bytes / 1024.0);
    }
    return bytes < 1 << 30
        ? String.format(Locale.ENGLISH, "%.1f MiB", bytes / 1048576.0)
        : String.format(Locale.ENGLISH, "%.1f GiB", bytes / 1073741824.0);
  }

  /** JSON over lines; anything else as it is. */
  public static String pretty(String text) {
    if (text.length() > MOST_PRETTY || text.isBlank() || "{[".indexOf(text.strip().charAt(0)) < 0) {
      return text;
    }
    try {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      Json.read(bytes); // what is no JSON is shown as it is
      return Item.read(bytes).pretty();
    } catch (MalformedJson _) {
      return text;
    }
  }

  /** As one segment of a path. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As much as takes at most so many bytes on a page, where markup's own characters take five. */
  public static String fit(String text, int most) {
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      used += size(text.codePointAt(i));
      if (used > most) {
        return text.substring(0, i) + "…";
      }
    }
    return text;
  }

  /** How many bytes it takes on a page. */
  public static int size(String text) {
    return text.codePoints().map(Text::size).sum();
  }

  private static int size(int point) {
    if (point < 0x80) {
      return "<>&".indexOf(point) < 0 ? 1 : 5;
    }
    return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}
