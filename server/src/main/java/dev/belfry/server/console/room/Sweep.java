package dev.belfry.server.console.room;

import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.server.console.page.Answer;
import dev.belfry.server.console.page.Api;
import dev.belfry.server.console.page.Params;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing done to many deliveries, one after another, while somebody watches. What was done stays
 * so when it is stopped. While the server cannot go on, as when the disk is full, it waits.
 */
public final class Sweep implements Runnable {

  /** To so many deliveries at most. */
  static final int MOST = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int PAGE = 250;
  private static final int BETWEEN_LOOKS = 50;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

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
   */
  record Order(String tenant, Kind kind, Params filter) {}

  /**
   * What it takes to do it; let go at the end, while the sweep is still shown.
   *
   * @param chosen ids; empty for all that fit the filter
   * @param api for who wants it
   * @param mayGoOn whether that person's session goes on
   */
  record Work(List<DeliveryId> chosen, Api api, BooleanSupplier mayGoOn) {
    Work {
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
   * @param waiting why it cannot go on just now, or could not for too long; empty if it does
   */
  public record Progress(
      String state,
      String said,
      int all,
      boolean counted,
      boolean more,
      int done,
      int refused,
      String refusal,
      String waiting) {

    public boolean isRunning() {
      return state.equals("running");
    }

    private Progress in(String state) {
      return new Progress(state, said, all, counted, more, done, refused, refusal, waiting);
    }

    private Progress found(int all, boolean counted, boolean more) {
      return new Progress(state, said, all, counted, more, done, refused, refusal, waiting);
    }

    private Progress waiting(String why) {
      return new Progress(state, said, all, counted, more, done, refused, refusal, why);
    }

    private Progress oneDone() {
      return new Progress(state, said, all, counted, more, done + 1, refused, refusal, waiting);
    }

    private Progress oneRefused(String why) {
      var first = refused == 0 ? why : refusal;
      return new Progress(state, said, all, counted, more, done, refused + 1, first, waiting);
    }
  }

  private final Order order;
  private final Duration patience;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Work work;
  private volatile Progress progress;

  /** Not begun yet. */
  Sweep(Order order, Work work) {
    this(order, work, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long it waits at a stretch when the server cannot go on
   */
  Sweep(Order order, Work work, Duration patience) {
    this.order = order;
    this.work = work;
    this.patience = patience;
    this.progress = new Progress("running", order.kind.said, 0, false, false, 0, 0, "", "");
  }

  Order order() {
    return order;
  }

  Progress progress() {
    return progress;
  }

  /** No more is begun. */
  void stop() {
    stop.countDown();
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  @Override
  public void run() {
    var todo = work;
    if (todo == null) {
      return;
    }
    try {
      each(todo, todo.chosen.isEmpty() ? find(todo) : chosen(todo));
      progress = progress.in(isStopped() ? "cancelled" : "done");
    } catch (TooLong e) {
      progress = progress.waiting(String.valueOf(e.getMessage())).in("cancelled");
    } catch (RuntimeException e) {
      LOG.warn("deliveries of {} were not all {}", order.tenant, order.kind.said, e);
      progress =
          progress.waiting("").oneRefused("Something went wrong on this side.").in("cancelled");
    } finally {
      work = null;
    }
  }

  private List<String> chosen(Work todo) {
    progress = progress.found(todo.chosen.size(), true, false);
    return todo.chosen.stream().map(DeliveryId::toString).toList();
  }

  /** All before the first is touched: what is done to them may change what fits. */
  private List<String> find(Work todo) {
    var ids = new ArrayList<String>();
    var query = Spans.exact(order.filter).with("limit", Integer.toString(PAGE));
    var next = "";
    do {
      var asked = next.isEmpty() ? query : query.with("cursor", next);
      var answer = ask(todo, () -> todo.api.get("/v1/deliveries", asked));
      if (isStopped()) {
        break;
      }
      var page = answer.orThrow();
      page.items("data").forEach(delivery -> ids.add(delivery.text("id")));
      next = page.text("next");
      progress = progress.found(ids.size(), false, false);
    } while (!next.isEmpty() && ids.size() < MOST && goesOn(todo));
    progress = progress.found(ids.size(), true, !next.isEmpty());
    return ids;
  }

  private void each(Work todo, List<String> ids) {
    for (int i = 0; i < ids.size() && !isStopped(); i++) {
      if (i % BETWEEN_LOOKS > 0 || goesOn(todo)) {
        act(todo, ids.get(i));
      }
    }
  }

  private void act(Work todo, String id) {
    var answer = ask(todo, () -> todo.api.post("/v1/deliveries/" + id + order.kind.path));
    if (answer.good()) {
      progress = progress.oneDone();
    } else if (!answer.isForLater()) {
      progress = progress.oneRefused(answer.detail());
    }
  }

  /** The answer is for later only if it was stopped meanwhile. */
  private Answer ask(Work todo, Supplier<Answer> question) {
    var answer = question.get();
    if (!answer.isForLater()) {
      return answer;
    }
    var end = System.nanoTime() + patience.toNanos();
    for (var pause = FIRST_PAUSE; answer.isForLater(); pause = longer(pause)) {
      if (System.nanoTime() - end >= 0) {
        throw new TooLong(answer.detail());
      }
      progress = progress.waiting(answer.detail());
      if (isStoppedWithin(pause) || !goesOn(todo)) {
        break;
      }
      answer = question.get();
    }
    progress = progress.waiting("");
    return answer;
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private boolean isStoppedWithin(Duration pause) {
    try {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    }
  }

  private boolean goesOn(Work todo) {
    if (!isStopped() && !todo.mayGoOn.getAsBoolean()) {
      stop();
    }
    return !isStopped();
  }

  /** The server could not go on for longer than is waited for. */
  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong(String why) {
      super(why, null, false, false);
    }
  }
}
