package dev.belfry.dialects.superoffice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code SO-TimeZone} may name: a country or a region ({@code NO}, {@code US-NY}), or a zone
 * of the tz database ({@code Europe/Oslo}). The vendor's numbers are not published.
 */
final class TimeZones {

  private static final Properties CODES = read();

  private TimeZones() {}

  static Optional<ZoneId> find(String name) {
    var code = CODES.getProperty(name.toUpperCase(Locale.ROOT));
    if (code == null && !name.matches("[A-Za-z0-9_+/-]{3,50}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(code == null ? name : code));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Properties read() {
    var codes = new Properties();
    try (var file = TimeZones.class.getResourceAsStream("zones.properties")) {
      codes.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return codes;
  }
}
