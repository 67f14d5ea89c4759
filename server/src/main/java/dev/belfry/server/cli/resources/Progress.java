package dev.belfry.server.cli.resources;

import dev.belfry.server.Failure;
import dev.belfry.server.client.Api;
import java.io.PrintWriter;
import java.time.Duration;

/** Follows a replay with a bar that is drawn over itself. */
final class Progress {

  private static final int WIDTH = 30;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final PrintWriter out;

  Progress(PrintWriter out) {
    this.out = out;
  }

  /** Returns when the replay has ended. */
  void follow(Api api, String id) {
    var target = new Target("replays", id).toString();
    var replay = api.get(target).orFail().json();
    while (replay.path("state").asString().equals("running")) {
      draw(replay.path("made").asLong(), replay.path("found").asLong());
      pause();
      replay = api.get(target).orFail().json();
    }
    draw(replay.path("made").asLong(), replay.path("found").asLong());
    out.println();
  }

  private void draw(long made, long found) {
    out.print("\r" + bar(made, found));
    out.flush();
  }

  static String bar(long made, long found) {
    int full = found == 0 ? 0 : (int) (WIDTH * Math.min(made, found) / found);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + made + " of " + found;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the replay goes on");
    }
  }
}
