package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.server.console.live.Seen;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Attempts as they happen, by server-sent events. */
public final class LiveRoom implements Room {

  private static final int BREATH_MILLIS = 1000;
  private static final int BREATHS_BETWEEN_SIGNS = 10;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Pages pages;
  private final Tail tail;
  private final InstantSource clock;
  private final StillIn stillIn;

  public LiveRoom(Pages pages, Tail tail, InstantSource clock, StillIn stillIn) {
    this.pages = pages;
    this.tail = tail;
    this.clock = clock;
    this.stillIn = stillIn;
  }

  @Override
  public List<Door> doors() {
    return List.of(Door.get("/live", this::show), Door.get("/live/feed", this::feed));
  }

  private Response show(Visit visit) {
    return pages.show("live", pages.frame(visit, "Live", "live"), Map.of());
  }

  private Response feed(Visit visit) {
    if (visit.request().body().length > 0) {
      throw new NotShown(400, "Nothing may be sent with this: it would be kept for as long.");
    }
    var tenant = visit.tenant().isEmpty() ? null : new TenantId(visit.tenant());
    var watcher =
        tail.watch(tenant)
            .orElseThrow(() -> new NotShown(503, "Too many watch already; try again later."));
    var until = clock.instant().plus(LONGEST);
    BooleanSupplier goesOn = () -> clock.instant().isBefore(until) && stillIn.is(visit);
    return Response.feeding(
            "text/event-stream",
            listener -> {
              try (watcher) {
                tell(watcher, listener, goesOn);
              }
            })
        .with("X-Accel-Buffering", "no");
  }

  private static void tell(Tail.Watcher watcher, Response.Listener listener, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    send(listener, "retry: 3000\nevent: ready\ndata: {}\n\n");
    var quiet = 0;
    while (listener.isWanted() && goesOn.getAsBoolean()) {
      var batch = watcher.next(BREATH_MILLIS);
      if (batch.missed() > 0) {
        send(listener, "event: missed\ndata: " + batch.missed() + "\n\n");
      }
      for (var seen : batch.seen()) {
        send(listener, "data: " + text(seen) + "\n\n");
      }
      quiet = batch.seen().isEmpty() ? quiet + 1 : 0;
      if (quiet == BREATHS_BETWEEN_SIGNS) {
        send(listener, ": still here\n\n");
        quiet = 0;
      }
    }
  }

  private static void send(Response.Listener listener, String text) throws IOException {
    listener.send(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Seen seen) {
    var json =
        Json.object()
            .put("at", seen.at().toString())
            .put("tenant", seen.tenant().value())
            .put("webhook", seen.webhook())
            .put("name", seen.name())
            .put("event", seen.event())
            .put("type", seen.type())
            .put("delivery", seen.delivery())
            .put("attempt", seen.attempt())
            .put("outcome", seen.outcome())
            .put("status", seen.status())
            .put("ms", seen.millis())
            .put("next", seen.next());
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }
}
