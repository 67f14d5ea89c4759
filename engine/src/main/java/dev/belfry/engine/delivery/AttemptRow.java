package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Header;
import dev.belfry.engine.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt as a row. Of headers and body together at most 4 KiB are kept, headers first. */
final class AttemptRow {

  static final String COLUMNS = "number, at, duration_us, status, error, headers, body";

  private static final int MOST_KEPT = 4096;

  private AttemptRow() {}

  static void bind(Tx.Values values, DeliveryId delivery, Attempt attempt) {
    var headers = text(attempt.headers());
    values.set(1, delivery.value());
    values.set(2, attempt.number());
    values.set(3, attempt.at());
    values.set(4, attempt.duration().toNanos() / 1000);
    if (attempt.status() == null) {
      values.setNull(5);
    } else {
      values.set(5, attempt.status());
    }
    values.set(6, attempt.error());
    values.set(7, headers);
    values.set(8, kept(attempt.body(), headers));
  }

  static Attempt read(Tx.Row row) {
    var status = row.numberOrNull(4);
    var body = row.bytesOrNull(7);
    return new Attempt(
        (int) row.number(1),
        row.instant(2),
        Duration.ofNanos(row.number(3) * 1000),
        status == null ? null : status.intValue(),
        row.textOrNull(5),
        headers(row.textOrNull(6)),
        body == null ? new byte[0] : body);
  }

  private static @Nullable String text(List<Header> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    var text = new StringBuilder();
    for (var header : headers) {
      if (text.length() + header.name().length() + header.value().length() + 3 > MOST_KEPT) {
        break;
      }
      text.append(header.name()).append(": ").append(header.value()).append('\n');
    }
    return text.toString();
  }

  private static byte @Nullable [] kept(byte[] body, @Nullable String headers) {
    var taken = headers == null ? 0 : headers.getBytes(StandardCharsets.UTF_8).length;
    var room = Math.max(0, MOST_KEPT - taken);
    if (body.length == 0) {
      return null;
    }
    return body.length <= room ? body : java.util.Arrays.copyOf(body, room);
  }

  private static List<Header> headers(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    var headers = new ArrayList<Header>();
    for (var line : text.split("\n", -1)) {
      var colon = line.indexOf(": ");
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 2)));
      }
    }
    return headers;
  }
}
