package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.Route.Handler;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Paths of this dialect: with the customer in them or without, in any letter case, with a slash at
 * the end or without (section 1).
 */
final class Paths {

  static final String PREFIX = "/superoffice";

  private static final String API = "api";

  /** Words after {@code api} that stand for themselves, by lower case. */
  private static final Map<String, String> WORDS =
      Stream.of(
              "v1",
              "Webhook",
              "Agents",
              "Archive",
              "MDOList",
              "dynamic",
              "default",
              "Test",
              "LastError",
              "webhookeventlist",
              "webhookentitylist",
              "CreateDefaultWebhook",
              "SaveWebhook",
              "GetWebhook",
              "DeleteWebhook",
              "GetAllWebhooks",
              "TestWebhook",
              "SignalEvent",
              "GetLastError")
          .collect(Collectors.toMap(Paths::lower, word -> word));

  private Paths() {}

  /**
   * What a client can ask for.
   *
   * @param below {@code /superoffice/<customer>/api}
   * @param does for people
   */
  record Operation(Method method, String below, Access access, String does, Handler handler) {

    /** At both of its paths. */
    Stream<Route> routes() {
      return Stream.of(PREFIX + "/" + API, PREFIX + "/{tenant}/" + API)
          .map(base -> new Route(method, base + below, access, handler));
    }
  }

  /** The path as the routes spell it. */
  static String spelled(String path) {
    var trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var segments = trimmed.split("/", -1);
    var api = api(segments);
    if (api < 0) {
      return path;
    }
    segments[api] = API;
    var words = List.of(segments).subList(api + 1, segments.length);
    for (int i = 0; i < words.size(); i++) {
      if (standsForItself(words, i)) {
        segments[api + 1 + i] = WORDS.getOrDefault(lower(words.get(i)), words.get(i));
      }
    }
    return String.join("/", segments);
  }

  /** All up to and with {@code api}, as the client wrote it. */
  static String base(String path) {
    var segments = path.split("/", -1);
    var api = api(segments);
    return String.join("/", List.of(segments).subList(0, api + 1));
  }

  /** The third word of {@code v1/Webhook/{event}/{key}} is the client's own. */
  private static boolean standsForItself(List<String> words, int at) {
    var isRest = words.size() > 3 && lower(words.get(1)).equals("webhook");
    return !(isRest && at == 2);
  }

  /** The segment {@code api}: the second, or behind a customer the third; -1 if it is neither. */
  private static int api(String[] segments) {
    for (int i = 3; i >= 2; i--) {
      if (segments.length > i && lower(segments[i]).equals(API)) {
        return i;
      }
    }
    return -1;
  }

  private static String lower(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }
}
