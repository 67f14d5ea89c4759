package dev.belfry.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends events to a Belfry server. What has been accepted is on disk there; what cannot be accepted
 * now (429, 503) or gets no answer is sent again a few times, which is safe since every event has
 * an id. Can be used by many threads at once.
 *
 * <pre>{@code
 * var belfry = Belfry.at(URI.create("http://127.0.0.1:8080"), key);
 * belfry.send(Event.of("order.created").withSubject("order/42").withData("{\"total\":99.5}"));
 * }</pre>
 */
public final class Belfry {

  /** How many events one request may carry. */
  public static final int MOST_AT_ONCE = 1_000;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3));
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** As the server writes it: these three members, in this order. */
  private static final Pattern ACCEPTED =
      Pattern.compile(
          "\\{\"id\":\"(evt_[0-9A-Z]+)\",\"deliveries\":(\\d+),\"duplicate\":(true|false)\\}");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI events;
  private final String key;
  private final Pauses pauses;

  private Belfry(URI events, String key, Pauses pauses) {
    this.events = events;
    this.key = key;
    this.pauses = pauses;
  }

  /** Waits between two tries. */
  @FunctionalInterface
  interface Pauses {
    void pause(Duration length) throws InterruptedException;
  }

  /**
   * A client; nothing is connected yet.
   *
   * @param url of the server, as in {@code http://127.0.0.1:8080}
   * @param key the secret of a key with the scope {@code send}
   */
  public static Belfry at(URI url, String key) {
    return at(url, key, pause -> Thread.sleep(pause.toMillis()));
  }

  static Belfry at(URI url, String key, Pauses pauses) {
    var base = url.toString();
    return new Belfry(
        URI.create((base.endsWith("/") ? base : base + "/") + "v1/events"), key, pauses);
  }

  /**
   * Sends one event.
   *
   * @throws NotAccepted if the server refuses it, or does not answer
   */
  public Accepted send(Event event) {
    return post("application/cloudevents+json", event.json()).get(0);
  }

  /**
   * Sends events: all are accepted, or none.
   *
   * @param events at most {@link #MOST_AT_ONCE}
   * @return what became of each, in order
   * @throws NotAccepted if the server refuses one of them, or does not answer
   */
  public List<Accepted> send(List<Event> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    if (events.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " events in one request");
    }
    var body = events.stream().map(Event::json).collect(Collectors.joining(",", "[", "]"));
    return post("application/cloudevents-batch+json", body);
  }

  private List<Accepted> post(String contentType, String body) {
    var request =
        HttpRequest.newBuilder(events)
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      for (var pause : PAUSES) {
        try {
          var answer = client.send(request, BodyHandlers.ofString());
          if (!laterMayDo(answer)) {
            return read(answer);
          }
          pauses.pause(asked(answer, pause));
        } catch (IOException e) {
          pauses.pause(pause);
        }
      }
      return read(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new NotAccepted("no answer from " + events + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAccepted("interrupted; the event may have been accepted", e);
    }
  }

  private static boolean laterMayDo(HttpResponse<String> answer) {
    return answer.statusCode() == 429 || answer.statusCode() == 503;
  }

  /** The wait that the server asks for, in whole seconds; else our own. */
  private static Duration asked(HttpResponse<String> answer, Duration own) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(asked -> asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked)
        .orElse(own);
  }

  private static List<Accepted> read(HttpResponse<String> answer) {
    var accepted = new ArrayList<Accepted>();
    if (answer.statusCode() == 202) {
      var found = ACCEPTED.matcher(answer.body());
      while (found.find()) {
        accepted.add(
            new Accepted(
                found.group(1),
                Integer.parseInt(found.group(2)),
                Boolean.parseBoolean(found.group(3))));
      }
    }
    if (accepted.isEmpty()) {
      throw new NotAccepted(
          answer.statusCode(), "the server answered " + answer.statusCode() + ": " + answer.body());
    }
    return accepted;
  }
}
