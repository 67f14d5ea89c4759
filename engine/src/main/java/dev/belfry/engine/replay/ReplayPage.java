package dev.belfry.engine.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of replays, newest first.
 *
 * @param next go on before this one; null at the end. A page may be short and yet have a next.
 */
public record ReplayPage(List<Replay> replays, @Nullable ReplayId next) {

  public ReplayPage {
    replays = List.copyOf(replays);
  }
}
