package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Disables webhooks whose attempts failed too often in a row; the committer's thread only. */
final class FailureWatch {

  private final CountStore counts;
  private final Webhooks webhooks;
  private final Function<Webhook, Rules.@Nullable FailureLimit> limits;
  private final List<FailureListener> listeners;

  /** Between {@link #write} and {@link #written}. */
  private List<Failed> failed = List.of();

  FailureWatch(
      CountStore counts,
      Webhooks webhooks,
      Function<Webhook, Rules.@Nullable FailureLimit> limits,
      List<FailureListener> listeners) {
    this.counts = counts;
    this.webhooks = webhooks;
    this.limits = limits;
    this.listeners = listeners;
  }

  private record Failed(Webhook webhook, Rules.FailureLimit limit, long inRow, boolean first) {}

  /** The sums are in the store: looks at those of webhooks that failed in this transaction. */
  void write(Tx tx, CountStore.Batch batch, Collection<Webhook> failing) {
    var now = new ArrayList<Failed>();
    for (var webhook : failing) {
      var limit = limits.apply(webhook);
      if (limit != null) {
        var inRow = counts.failuresInRow(tx, webhook.id());
        var first = inRow > 0 && inRow == batch.of(webhook.id()).failuresInRow;
        now.add(new Failed(webhook, limit, inRow, first));
      }
    }
    failed = now;
  }

  /** It is on disk: acts on it. */
  void written() {
    var now = failed;
    failed = List.of();
    for (var one : now) {
      if (one.inRow >= one.limit.most()) {
        webhooks.disableLater(one.webhook.id(), one.limit.reason());
      }
      listeners.forEach(listener -> listener.failed(one.webhook, one.inRow, one.first));
    }
  }
}
