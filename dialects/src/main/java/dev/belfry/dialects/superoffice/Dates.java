package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How dates look in one answer (section 3.2).
 *
 * @param zone null for UTC with its designator
 * @param offset whether the zone's offset is written
 */
record Dates(@Nullable ZoneId zone, boolean offset) {

  static final Dates UTC = new Dates(null, true);

  /** Dates that were never set. */
  static final String UNSET = "0001-01-01T00:00:00";

  private static final String INCLUDE = "includetzoffset";

  /** Up to seven digits; trailing zeros are left out. */
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
          .toFormatter(Locale.ROOT);

  /**
   * What {@code SO-TimeZone} asks for.
   *
   * @throws Problem 400 for a zone that is not known
   */
  static Dates of(Request request) {
    ZoneId zone = null;
    var include = false;
    for (var part : request.header("so-timezone").orElse("").split(",", -1)) {
      var name = part.strip();
      if (name.toLowerCase(Locale.ROOT).equals(INCLUDE)) {
        include = true;
      } else if (!name.isEmpty()) {
        zone =
            TimeZones.find(name)
                .orElseThrow(() ->
                    Problem.stack(
                        400, "The request is invalid.", "SO-TimeZone names no known time zone."));
      }
    }
    return zone == null ? UTC : new Dates(zone, include);
  }

  String text(Instant at) {
    if (zone == null) {
      return LOCAL.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC)) + "Z";
    }
    var there = at.atZone(zone);
    var text = LOCAL.format(there);
    if (!offset) {
      return text;
    }
    var id = there.getOffset().getId();
    return text + (id.equals("Z") ? "+00:00" : id);
  }
}
