package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a lane what is due in the store: single deliveries, or batches of them. */
final class LaneLoader {

  private static final Logger LOG = LoggerFactory.getLogger(LaneLoader.class);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(250);

  private final Database database;
  private final Webhooks webhooks;
  private final DeliveryStore deliveries;
  private final Attempts attempts;
  private final Gatherings gatherings;
  private final Lanes lanes;
  private final Settling settling;
  private final InstantSource clock;

  LaneLoader(
      Database database,
      Webhooks webhooks,
      DeliveryStore deliveries,
      Attempts attempts,
      Gatherings gatherings,
      Lanes lanes,
      Settling settling,
      InstantSource clock) {
    this.database = database;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.gatherings = gatherings;
    this.lanes = lanes;
    this.settling = settling;
    this.clock = clock;
  }

  /** Loads; a load that could not be made is made again in a while. */
  void load(Lane lane) {
    try {
      var plan = lanes.planLoad(lane);
      var gathering = webhooks.find(lane.webhook).map(attempts::gathering).orElse(null);
      if (gathering == null) {
        loadSingles(lane, plan);
      } else {
        var page = gatherings.load(lane.webhook, gathering, plan.leaveOut());
        Failpoint.AFTER_LOAD.hit();
        settling.bury(lane.webhook, page.damaged());
        lanes.gathers(lane, page.waiting());
        lanes.loaded(lane, page.due(), page.complete(), page.nextDue());
      }
    } catch (StoreBusy busy) {
      lanes.loadFailed(lane, clock.millis() + AFTER_A_FAULT.toMillis());
    } catch (RuntimeException e) {
      LOG.error("deliveries of {} could not be loaded", lane.webhook, e);
      lanes.loadFailed(lane, clock.millis() + 4 * AFTER_A_FAULT.toMillis());
    }
  }

  /** And batches that were gathered before the webhook's owner thought better of it. */
  private void loadSingles(Lane lane, Lanes.LoadPlan plan) {
    var now = clock.instant();
    var page =
        database.read(tx -> {
          var found =
              deliveries.loadDue(
                  tx,
                  lane.webhook,
                  now,
                  id -> !plan.leaveOut().contains(id),
                  plan.room().deliveries(),
                  plan.room().bytes());
          return new Page(found, Backlogs.nextDue(tx, lane.webhook, now).orElse(Lane.NEVER));
        });
    Failpoint.AFTER_LOAD.hit();
    var gathered = gatherings.load(lane.webhook, null, plan.leaveOut());
    settling.bury(lane.webhook, page.found.damaged());
    settling.cancelErased(lane.webhook, page.found.erased());
    settling.bury(lane.webhook, gathered.damaged());
    lanes.loaded(
        lane,
        Stream.concat(gathered.due().stream(), page.found.due().stream()).toList(),
        page.found.complete() && gathered.complete(),
        Math.min(page.nextDue, gathered.nextDue()));
  }

  private record Page(DeliveryStore.Loaded found, long nextDue) {}
}
