package dev.belfry.engine.event;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A fact, accepted once, never changed. */
public record Event(
    EventId id, TenantId tenant, Instant acceptedAt, Attributes attributes, Data data) {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public String type() {
    return attributes.type();
  }

  /** The CloudEvents id that targets see: the producer's, or Belfry's own. */
  public String cloudEventId() {
    var given = attributes.producerId();
    return given == null ? id.toString() : given;
  }

  /** The CloudEvents source that targets see. */
  public String source() {
    var given = attributes.source();
    return given == null ? "/tenants/" + tenant : given;
  }

  /** When it happened, as the producer wrote it, or else when it was accepted. */
  public String time() {
    var given = attributes.time();
    return given == null ? MILLIS.format(acceptedAt) : given;
  }

  /** Whether its data was erased: it must not be sent any more. */
  public boolean isErased() {
    return data.kind() == Data.Kind.ERASED;
  }

  /** About what it takes in memory, in bytes. */
  public int size() {
    return data.bytes().length + 512;
  }
}
