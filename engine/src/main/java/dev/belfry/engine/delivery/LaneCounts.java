package dev.belfry.engine.delivery;

import java.util.Collection;

/**
 * What of the lanes is doing what.
 *
 * @param inFlight attempts under way or unrecorded
 */
record LaneCounts(int busy, int waiting, int tripped, int inFlight) {

  static LaneCounts of(Collection<Lane> lanes, int inFlight) {
    int busy = 0;
    int tripped = 0;
    int waiting = 0;
    for (var lane : lanes) {
      if (lane.isTripped()) {
        tripped++;
      } else if (lane.inFlight > 0) {
        busy++;
      } else if (!lane.isIdle()) {
        waiting++;
      }
    }
    return new LaneCounts(busy, waiting, tripped, inFlight);
  }
}
