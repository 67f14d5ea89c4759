package dev.belfry.engine.delivery;

import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads a lane whose events are gathered: first the batches that are not settled, then new ones of
 * what has waited long enough, or is enough. A new batch is on disk before anything of it is
 * attempted, so it stays the same whatever happens.
 */
final class Gatherings {

  /** How many batches may be made ready ahead. */
  private static final int AHEAD = 4;

  /** A batch is full, too, when its events take so much, in bytes. */
  private static final long MOST_BYTES = 2 << 20;

  private final Database database;
  private final Committer committer;
  private final BatchStore batches;
  private final IdSource ids;
  private final InstantSource clock;

  Gatherings(
      Database database,
      Committer committer,
      BatchStore batches,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.batches = batches;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What a load found.
   *
   * @param due one for each batch, with all that is in it
   * @param damaged deliveries whose event is not what was accepted
   * @param complete whether this is all that may go out now
   * @param nextDue when more may go out, in milliseconds
   * @param waiting deliveries that gather on
   */
  record Loaded(
      List<Due> due, List<DeliveryId> damaged, boolean complete, long nextDue, int waiting) {}

  /**
   * Finds what may go out, and settles what goes out together.
   *
   * @param gathering null if the webhook does not gather any more: then only batches that there are
   * @param inMemory batches that the lane has already
   */
  Loaded load(WebhookId webhook, @Nullable Gathering gathering, Set<DeliveryId> inMemory) {
    var now = clock.instant();
    var open = database.read(tx -> batches.open(tx, webhook));
    var found = new ArrayList<Due>();
    var damaged = new ArrayList<DeliveryId>();
    var empty = new ArrayList<Batch>();
    var nextDue = Lane.NEVER;
    for (var one : open) {
      if (inMemory.contains(one.batch().id())) {
        continue;
      }
      if (!database.read(tx -> batches.hasPending(tx, webhook, one.batch()))) {
        empty.add(one.batch());
      } else if (one.due().isAfter(now)) {
        nextDue = Math.min(nextDue, one.due().toEpochMilli());
        if (gathering != null && gathering.serial()) {
          close(empty);
          return new Loaded(found, damaged, true, nextDue, 0);
        }
      } else if (isEnough(found)) {
        close(empty);
        return new Loaded(found, damaged, false, nextDue, 0);
      } else {
        add(webhook, one.batch(), found, damaged);
      }
    }
    close(empty);
    if (isEnough(found)) {
      return new Loaded(found, damaged, false, nextDue, 0);
    }
    return gathering == null
        ? new Loaded(found, damaged, true, nextDue, 0)
        : gather(webhook, gathering, now, found, damaged, nextDue);
  }

  /** More would only take room in memory. */
  private static boolean isEnough(List<Due> found) {
    return found.size() >= AHEAD || found.stream().mapToLong(Due::weight).sum() >= MOST_BYTES;
  }

  private Loaded gather(
      WebhookId webhook,
      Gathering gathering,
      Instant now,
      List<Due> found,
      List<DeliveryId> damaged,
      long nextDue) {
    var most = gathering.maxEvents();
    var limit = (AHEAD - found.size()) * most + 1;
    var singles = database.read(tx -> batches.singles(tx, webhook, limit));
    var cuts = cut(singles, most, now, singles.size() == limit);
    var taken = 0;
    var made = 0;
    while (made < cuts.size() && (made == 0 || taken * 512L < MOST_BYTES)) {
      taken += cuts.get(made).size();
      made++;
    }
    if (made > 0) {
      for (var batch : make(webhook, cuts.subList(0, made))) {
        add(webhook, batch, found, damaged);
      }
    }
    var rest = singles.subList(taken, singles.size());
    var complete = made == cuts.size() && singles.size() < limit;
    var firstOfRest = rest.isEmpty() ? Lane.NEVER : rest.getFirst().due().toEpochMilli();
    return new Loaded(found, damaged, complete, Math.min(nextDue, firstOfRest), rest.size());
  }

  /**
   * Which go out together: full batches, and once the first has waited long enough, all there are.
   */
  private static List<List<DeliveryId>> cut(
      List<BatchStore.Single> singles, int most, Instant now, boolean more) {
    var ended = !singles.isEmpty() && !singles.getFirst().due().isAfter(now);
    var cuts = new ArrayList<List<DeliveryId>>();
    var cut = new ArrayList<DeliveryId>();
    var bytes = 0L;
    for (var single : singles) {
      if (cut.size() == most || (!cut.isEmpty() && bytes + single.bytes() > MOST_BYTES)) {
        cuts.add(cut);
        cut = new ArrayList<>();
        bytes = 0;
      }
      cut.add(single.id());
      bytes += single.bytes();
    }
    if (cut.size() == most || (ended && !more && !cut.isEmpty())) {
      cuts.add(cut);
    }
    return cuts;
  }

  private List<Batch> make(WebhookId webhook, List<List<DeliveryId>> cuts) {
    Failpoint.BEFORE_GATHERED.hit();
    return committer.change(
        tx -> {
          var at = clock.instant();
          var number = batches.count(tx, webhook);
          var made = new ArrayList<Batch>();
          for (var members : cuts) {
            var batch =
                new Batch(
                    new DeliveryId(ids.next()),
                    ++number,
                    members.stream().min(DeliveryId::compareTo).orElseThrow(),
                    members.stream().max(DeliveryId::compareTo).orElseThrow(),
                    0,
                    at);
            batches.insert(tx, webhook, batch, members);
            made.add(batch);
          }
          return made;
        },
        _ -> Failpoint.AFTER_GATHERED.hit());
  }

  private void add(WebhookId webhook, Batch batch, List<Due> found, List<DeliveryId> damaged) {
    var members = database.read(tx -> batches.members(tx, webhook, batch));
    damaged.addAll(members.damaged());
    if (!members.due().isEmpty()) {
      found.add(Due.gathered(batch, members.due()));
    }
  }

  private void close(List<Batch> empty) {
    if (!empty.isEmpty()) {
      committer.changeLater(
          tx -> {
            batches.close(tx, empty);
            return empty;
          },
          _ -> {});
    }
  }
}
