package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Accepts requests with events that change webhooks, in a transaction of their own: each event
 * finds what those before it in the request have changed, as if they had been sent one after the
 * other, and whatever is accepted next finds it too. All are accepted, or none.
 */
final class InTurn {

  private final Committer committer;
  private final Effects effects;
  private final Intakes intakes;
  private final Deliverer deliverer;

  InTurn(Committer committer, Effects effects, Intakes intakes, Deliverer deliverer) {
    this.committer = committer;
    this.effects = effects;
    this.intakes = intakes;
    this.deliverer = deliverer;
  }

  List<Accepted> accept(Intake whole) {
    var parts = parts(whole);
    committer.change(
        tx -> write(tx, parts),
        done -> {
          deliverer.together(() -> effects.applied(done));
          intakes.written(parts);
        });
    return parts.stream().flatMap(part -> part.answer.join().stream()).toList();
  }

  /** Each ends with an event that may change something, but for the last. */
  private List<Intake> parts(Intake whole) {
    var parts = new ArrayList<Intake>();
    var from = 0;
    for (int to = 1; to <= whole.events.size(); to++) {
      if (to == whole.events.size() || effects.has(whole.events.get(to - 1))) {
        parts.add(whole.part(from, to));
        from = to;
      }
    }
    return parts;
  }

  /** What is thrown here undoes the parts before too. */
  private Effects.Done write(Tx tx, List<Intake> parts) {
    var done = new Effects.Done();
    var round = new Planner.Round();
    var conflicts = new ArrayList<Integer>();
    var first = 0;
    for (var part : parts) {
      part.changed = done.changed();
      intakes.write(tx, List.of(part), round);
      if (part.refusal instanceof IdempotencyConflict conflict) {
        for (var index : conflict.indexes()) {
          conflicts.add(first + index);
        }
      } else if (part.refusal != null) {
        throw part.refusal;
      } else if (part.plan != null) {
        effects.write(tx, part.plan.events, done);
      }
      round.isStored();
      first += part.events.size();
    }
    if (!conflicts.isEmpty()) {
      throw new IdempotencyConflict(
          conflicts.subList(0, Math.min(IdempotencyConflict.MOST, conflicts.size())));
    }
    parts.forEach(part -> dropOfClosed(part, done));
    return done;
  }

  /** What was owed to a webhook that an event behind has closed was settled with that. */
  private static void dropOfClosed(Intake part, Effects.Done done) {
    if (part.plan != null) {
      part.plan.offers.removeIf(offer -> done.hasClosed(offer.webhook().id()));
    }
  }
}
