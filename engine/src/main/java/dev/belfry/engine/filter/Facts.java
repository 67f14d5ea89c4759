package dev.belfry.engine.filter;

import com.google.common.primitives.UnsignedLong;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What filters can see of one event, and what they said of it: each is asked once. The data is
 * parsed when the first filter asks for it, so an event that no filter looks into costs nothing.
 * Used by one thread at a time.
 */
public final class Facts {

  /** A filter that looks at some members takes a tenth of it. */
  private static final long USUAL_UNITS = 1000;

  private final TenantId tenant;
  private final Attributes attributes;
  private final Data data;
  private final Instant acceptedAt;
  private @Nullable Map<String, Judgement> judged;
  private @Nullable Object parsed;
  private boolean settled;
  private long exertion;

  private Facts(TenantId tenant, Attributes attributes, Data data, Instant acceptedAt) {
    this.tenant = tenant;
    this.attributes = attributes;
    this.data = data;
    this.acceptedAt = acceptedAt;
  }

  /** Of an event about to be accepted. */
  public static Facts of(TenantId tenant, NewEvent event, Instant now) {
    return new Facts(tenant, event.attributes(), event.data(), now);
  }

  /** Of one that was accepted. */
  public static Facts of(Event event) {
    return new Facts(event.tenant(), event.attributes(), event.data(), event.acceptedAt());
  }

  /** From now on only filters that were asked before may be asked. */
  public void settle() {
    settled = true;
  }

  /**
   * What a filter says, worked out at the first time of asking.
   *
   * @param compiled gives the filter of an expression, empty if it does not compile
   * @throws NotAsked if it was not asked before and these facts are settled
   */
  public Judgement judgedBy(String expression, Function<String, Optional<Filter>> compiled) {
    var known = judged;
    if (settled && (known == null || !known.containsKey(expression))) {
      throw new NotAsked();
    }
    if (known == null) {
      known = new HashMap<>();
      judged = known;
    }
    return known.computeIfAbsent(
        expression,
        text -> compiled.apply(text).map(filter -> filter.judge(this)).orElse(Judgement.BROKEN));
  }

  /** What filters took to judge the event beyond what usual ones take, in units of about 0.3 µs. */
  public long exertion() {
    return exertion;
  }

  /** A filter took so many units. */
  void took(long units) {
    exertion += Math.max(0, units - USUAL_UNITS);
  }

  /** Bytes of the data. */
  int size() {
    return data.bytes().length;
  }

  Optional<Object> find(String name) {
    return switch (name) {
      case "id" -> Optional.of(orNull(attributes.producerId()));
      case "source" -> Optional.of(source());
      case "type" -> Optional.of(attributes.type());
      case "subject" -> Optional.of(orNull(attributes.subject()));
      case "time" -> Optional.of(time());
      case "data" -> Optional.of(data());
      case "ext" -> Optional.of(extensions());
      default -> Optional.empty();
    };
  }

  private static Object orNull(@Nullable String text) {
    return text == null ? NullValue.NULL_VALUE : text;
  }

  private String source() {
    var given = attributes.source();
    return given == null ? "/tenants/" + tenant : given;
  }

  /** RFC 3339 was checked when the event came in; a leap second is the second before it. */
  private Instant time() {
    var given = attributes.time();
    if (given == null) {
      return acceptedAt;
    }
    var text = given.toUpperCase(Locale.ROOT);
    if (text.startsWith("60", 17)) {
      text = text.substring(0, 17) + "59" + text.substring(19);
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return acceptedAt;
    }
  }

  private Object data() {
    var known = parsed;
    if (known == null) {
      known =
          switch (data.kind()) {
            case NONE, ERASED -> NullValue.NULL_VALUE;
            case JSON -> JsonValues.read(data.bytes());
            case BINARY -> CelByteString.of(data.bytes());
          };
      parsed = known;
    }
    return known;
  }

  private Map<String, Object> extensions() {
    var values = new HashMap<String, Object>();
    attributes
        .extensions()
        .forEach((name, value) ->
            values.put(
                name, value instanceof Integer number ? (Object) number.longValue() : value));
    return values;
  }

  /** A whole number as CEL has it. */
  static Object whole(java.math.BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number.signum() > 0 && number.bitLength() == Long.SIZE
        ? UnsignedLong.valueOf(number)
        : (Object) number.doubleValue();
  }
}
