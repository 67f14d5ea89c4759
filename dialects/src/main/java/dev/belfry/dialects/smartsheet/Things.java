package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** What is known of the sheets and plans that webhooks watch, from the events about them. */
final class Things {

  /** Where it is kept: by the subject of events, such as {@code sheet/3126442859128708}. */
  static final String KIND = "thing";

  private final Records records;

  Things(Records records) {
    this.records = records;
  }

  Standing of(TenantId tenant, String subject) {
    return records
        .find(new Shelf(tenant, SmartsheetDialect.NAME, KIND), subject)
        .map(entry -> Standing.read(entry.value()))
        .orElse(Standing.USUAL);
  }

  /**
   * How one of them stands.
   *
   * @param outOfReach whether it was deleted, or is not shared any more
   * @param tooLarge whether it is above the limits of section 14
   */
  record Standing(boolean outOfReach, boolean tooLarge) {

    static final Standing USUAL = new Standing(false, false);

    static Standing read(@Nullable String text) {
      if (text == null) {
        return USUAL;
      }
      var json = Json.read(text.getBytes(UTF_8));
      return new Standing(
          json.get("outOfReach").booleanValue(), json.get("tooLarge").booleanValue());
    }

    /** Null if there is nothing to keep. */
    @Nullable String text() {
      return equals(USUAL)
          ? null
          : "{\"outOfReach\":" + outOfReach + ",\"tooLarge\":" + tooLarge + "}";
    }
  }
}
