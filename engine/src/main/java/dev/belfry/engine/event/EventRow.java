package dev.belfry.engine.event;

import dev.belfry.engine.store.PageRoom;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An event as a row. The columns are in the order of {@link #COLUMNS}. */
final class EventRow {

  static final String COLUMNS =
      """
      id, tenant, accepted_at, type, subject, source, producer_id, rest, data_kind, data, checksum
      """;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<LinkedHashMap<String, Object>> REST = new TypeReference<>() {};

  private EventRow() {}

  static void bind(Tx.Values values, Event event, long tenantNumber) {
    var attributes = event.attributes();
    var rest = rest(attributes);
    values.set(1, event.id().value());
    values.set(2, tenantNumber);
    values.set(3, event.acceptedAt());
    values.set(4, attributes.type());
    values.set(5, attributes.subject());
    values.set(6, attributes.source());
    values.set(7, attributes.producerId());
    values.set(8, rest);
    values.set(9, event.data().kind().code());
    values.set(10, event.data().kind() == Data.Kind.NONE ? null : event.data().bytes());
    values.set(11, checksum(attributes, rest, event.data().bytes()));
  }

  /**
   * Reads an event and checks its checksum.
   *
   * @param from the column before the first one
   * @throws DamagedEvent if it is not what was accepted
   */
  static Event read(Tx.Row row, int from, TenantId tenant) {
    var event = readUnchecked(row, from, tenant, true);
    var sum = checksum(event.attributes(), row.textOrNull(from + 8), event.data().bytes());
    if (sum != row.number(from + 11)) {
      throw new DamagedEvent(event.id());
    }
    return event;
  }

  static Event readUnchecked(Tx.Row row, int from, TenantId tenant, boolean withData) {
    var kind = Data.Kind.of(row.number(from + 9));
    var bytes = withData ? row.bytesOrNull(from + 10) : null;
    return new Event(
        new EventId(row.number(from + 1)),
        tenant,
        row.instant(from + 3),
        attributes(
            row.textOrNull(from + 7),
            row.textOrNull(from + 6),
            row.text(from + 4),
            row.textOrNull(from + 5),
            row.textOrNull(from + 8)),
        kind == Data.Kind.ERASED ? Data.ERASED : bytes == null ? Data.NONE : new Data(kind, bytes));
  }

  /** Of all its texts; what it carries does not count. */
  static long characters(Tx.Row row) {
    long all = 0;
    for (int column = 4; column <= 8; column++) {
      all += PageRoom.of(row.textOrNull(column));
    }
    return all;
  }

  /** The checksum of an event without its data. */
  static long checksumOfErased(Tx.Row row, TenantId tenant) {
    var attributes = readUnchecked(row, 0, tenant, false).attributes();
    return checksum(attributes, row.textOrNull(8), new byte[0]);
  }

  /** Of everything that was accepted. */
  static long checksum(Attributes attributes, @Nullable String rest, byte[] data) {
    var sum = new CRC32C();
    add(sum, attributes.type());
    add(sum, attributes.subject());
    add(sum, attributes.source());
    add(sum, attributes.producerId());
    add(sum, rest);
    sum.update(data);
    return sum.getValue();
  }

  private static void add(CRC32C sum, @Nullable String text) {
    if (text != null) {
      sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
    sum.update(0);
  }

  private static @Nullable String rest(Attributes attributes) {
    if (attributes.time() == null
        && attributes.dataContentType() == null
        && attributes.dataSchema() == null
        && attributes.extensions().isEmpty()) {
      return null;
    }
    var members = new LinkedHashMap<String, Object>();
    put(members, "time", attributes.time());
    put(members, "datacontenttype", attributes.dataContentType());
    put(members, "dataschema", attributes.dataSchema());
    if (!attributes.extensions().isEmpty()) {
      members.put("extensions", attributes.extensions());
    }
    return JSON.writeValueAsString(members);
  }

  private static void put(Map<String, Object> members, String name, @Nullable String value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  @SuppressWarnings("unchecked")
  private static Attributes attributes(
      @Nullable String producerId,
      @Nullable String source,
      String type,
      @Nullable String subject,
      @Nullable String rest) {
    Map<String, Object> members = rest == null ? Map.of() : JSON.readValue(rest, REST);
    var extensions = members.get("extensions");
    return new Attributes(
        producerId,
        source,
        type,
        subject,
        (String) members.get("time"),
        (String) members.get("datacontenttype"),
        (String) members.get("dataschema"),
        extensions == null ? Map.of() : (Map<String, Object>) extensions);
  }
}
