package dev.belfry.dialects.apify;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Answers in Apify's envelopes (§1.3). */
final class Answers {

  private static final String JSON = "application/json; charset=utf-8";
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Answers() {}

  /** As all of Apify's times are written (§1.4). */
  static String time(Instant time) {
    return MILLIS.format(time);
  }

  static Response data(Request request, int status, JsonNode data) {
    var body = Json.object();
    body.set("data", data);
    return limited(request, Response.of(status, JSON, Json.write(body)));
  }

  static Response nothing(Request request) {
    return limited(request, Response.of(204));
  }

  static Response fault(Request request, Fault fault) {
    var body = Json.object();
    var error = body.putObject("error").put("type", fault.type()).put("message", fault.text());
    if (!fault.data().isEmpty()) {
      var data = error.putObject("data");
      fault.data().forEach(data::putPOJO);
    }
    return limited(request, Response.of(fault.status(), JSON, Json.write(body)));
  }

  private static Response limited(Request request, Response response) {
    var last = request.path().substring(request.path().lastIndexOf('/') + 1);
    var starts =
        last.equals("runs") || last.equals("run-sync") || last.equals("run-sync-get-dataset-items");
    return response.with(
        "X-RateLimit-Limit", starts ? Choices.START_RATE_LIMIT : Choices.RATE_LIMIT);
  }
}
