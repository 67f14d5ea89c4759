package dev.belfry.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event as its producer gave them; what is null was left out.
 *
 * @param producerId the CloudEvents {@code id}; targets see it
 * @param source the CloudEvents {@code source}
 * @param type what happened
 * @param subject what it happened to
 * @param time RFC 3339, kept as written
 * @param dataContentType media type of the data
 * @param dataSchema where the data's schema is
 * @param extensions in the order given; values are {@link String}, {@link Boolean} or {@link
 *     Integer}
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0</a>
 */
public record Attributes(
    @Nullable String producerId,
    @Nullable String source,
    String type,
    @Nullable String subject,
    @Nullable String time,
    @Nullable String dataContentType,
    @Nullable String dataSchema,
    Map<String, Object> extensions) {

  public Attributes {
    extensions =
        extensions.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** Only a type; for events of Belfry's own. */
  public static Attributes ofType(String type) {
    return ofType(type, null);
  }

  /** Only a type and what it is about. */
  public static Attributes ofType(String type, @Nullable String subject) {
    return new Attributes(null, null, type, subject, null, null, null, Map.of());
  }
}
