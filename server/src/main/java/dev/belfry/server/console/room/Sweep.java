package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Api;
import dev.belfry.server.console.page.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing done to many deliveries, one after another, while somebody watches. What was done stays
 * so when it is stopped.
 */
public final class Sweep implements Runnable {

  /** To so many deliveries at most. */
  static final int MOST = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int PAGE = 250;
  private static final int BETWEEN_LOOKS = 50;

  /** What is done to each. */
  enum Kind {
    RETRY("/retry", "due now"),
    CANCEL("/cancel", "cancelled");

    private final String path;
    private final String said;

    Kind(String path, String said) {
      this.path = path;
      this.said = said;
    }
  }

  /**
   * What somebody wants done.
   *
   * @param filter what the list showed
   * @param chosen ids; empty for all that fit the filter
   */
  record Order(String tenant, Kind kind, Params filter, List<String> chosen) {
    Order {
      chosen = List.copyOf(chosen);
    }
  }

  /**
   * How far it is.
   *
   * @param state {@code running}, {@code done} or {@code cancelled}
   * @param said what those are that it was done to
   * @param all how many there are, as far as they were found
   * @param counted whether all were found
   * @param more whether there are more than may be done at once
   * @param refused to how many it could not be done
   * @param refusal why not, for the first of them
   */
  public record Progress(
      String state,
      String said,
      int all,
      boolean counted,
      boolean more,
      int done,
      int refused,
      String refusal) {

    public boolean isRunning() {
      return state.equals("running");
    }

    private Progress in(String state) {
      return new Progress(state, said, all, counted, more, done, refused, refusal);
    }

    private Progress found(int all, boolean counted, boolean more) {
      return new Progress(state, said, all, counted, more, done, refused, refusal);
    }

    private Progress oneDone() {
      return new Progress(state, said, all, counted, more, done + 1, refused, refusal);
    }

    private Progress oneRefused(String why) {
      var first = refused == 0 ? why : refusal;
      return new Progress(state, said, all, counted, more, done, refused + 1, first);
    }
  }

  private final Order order;
  private final Api api;
  private final BooleanSupplier mayGoOn;
  private volatile Progress progress;
  private volatile boolean stopped;

  /**
   * Not begun yet.
   *
   * @param api for who wants it
   * @param mayGoOn whether that person's session goes on
   */
  Sweep(Order order, Api api, BooleanSupplier mayGoOn) {
    this.order = order;
    this.api = api;
    this.mayGoOn = mayGoOn;
    this.progress = new Progress("running", order.kind.said, 0, false, false, 0, 0, "");
  }

  Order order() {
    return order;
  }

  Progress progress() {
    return progress;
  }

  /** No more is begun. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      each(order.chosen.isEmpty() ? find() : chosen());
      progress = progress.in(stopped ? "cancelled" : "done");
    } catch (RuntimeException e) {
      LOG.warn("deliveries of {} were not all {}", order.tenant, order.kind.said, e);
      progress = progress.oneRefused("Something went wrong on this side.").in("cancelled");
    }
  }

  private List<String> chosen() {
    progress = progress.found(order.chosen.size(), true, false);
    return order.chosen;
  }

  /** All before the first is touched: what is done to them may change what fits. */
  private List<String> find() {
    var ids = new ArrayList<String>();
    var query = Spans.exact(order.filter).with("limit", Integer.toString(PAGE));
    var next = "";
    do {
      var page =
          api.get("/v1/deliveries", next.isEmpty() ? query : query.with("cursor", next)).orThrow();
      page.items("data").forEach(delivery -> ids.add(delivery.text("id")));
      next = page.text("next");
      progress = progress.found(ids.size(), false, false);
    } while (!next.isEmpty() && ids.size() < MOST && goesOn());
    progress = progress.found(ids.size(), true, !next.isEmpty());
    return ids;
  }

  private void each(List<String> ids) {
    for (int i = 0; i < ids.size() && !stopped; i++) {
      if (i % BETWEEN_LOOKS > 0 || goesOn()) {
        act(ids.get(i));
      }
    }
  }

  private void act(String id) {
    var answer = api.post("/v1/deliveries/" + id + order.kind.path);
    progress = answer.good() ? progress.oneDone() : progress.oneRefused(answer.detail());
  }

  private boolean goesOn() {
    stopped = stopped || !mayGoOn.getAsBoolean();
    return !stopped;
  }
}
