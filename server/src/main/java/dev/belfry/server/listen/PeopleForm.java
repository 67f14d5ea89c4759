package dev.belfry.server.listen;

import static java.util.stream.Collectors.joining;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A request as a few lines for a person. */
public final class PeopleForm {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Set<String> DULL =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "transfer-encoding");
  private static final Set<String> SECRET =
      Set.of("authorization", "cookie", "proxy-authorization");

  private PeopleForm() {}

  public static String of(Received received) {
    var request = received.request();
    var query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
    var lines = new StringBuilder();
    lines.append(TIME.format(received.at())).append("  ").append(request.method()).append(' ');
    lines.append(BodyText.harmless(request.path() + query).replace("\n", "\\n"));
    lines.append("  answered ").append(received.answered()).append('\n');
    lines.append("  signature: ").append(BodyText.harmless(of(received.check()))).append('\n');
    lines.append(headers(received));
    var body = BodyText.of(request.body());
    return lines.append(body.isEmpty() ? "" : body.indent(2)).toString();
  }

  public static String of(Check check) {
    return switch (check) {
      case Check.Good(var scheme) -> "good (" + scheme + ")";
      case Check.Bad(var scheme, var why) -> "BAD (" + scheme + "): " + why;
      case Check.Unsigned() -> "NONE: the request is not signed";
      case Check.NotChecked(var why) -> "not checked (" + why + ")";
    };
  }

  private static String headers(Received received) {
    return new TreeMap<>(received.request().headers())
        .entrySet().stream()
            .filter(header -> !DULL.contains(header.getKey()))
            .flatMap(header -> header.getValue().stream().map(v -> Map.entry(header.getKey(), v)))
            .map(header -> header.getKey() + ": " + shown(header.getKey(), header.getValue()))
            .map(line -> "  " + BodyText.harmless(line) + "\n")
            .collect(joining());
  }

  /** Credentials show their kind only: what stands before the first space. */
  private static String shown(String name, String value) {
    if (!SECRET.contains(name)) {
      return value;
    }
    var space = value.indexOf(' ');
    return space < 0 ? "…" : value.substring(0, space) + " …";
  }
}
