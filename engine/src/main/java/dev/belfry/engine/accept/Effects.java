package dev.belfry.engine.accept;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Notices;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Consequences;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what accepted events change of webhooks. The first webhooks are changed in the same
 * transaction as the event is stored; if there are very many, the others follow in steps, and how
 * far they are is stored with each step.
 */
public final class Effects {

  private static final int STEP = 100;

  private final Database database;
  private final Committer committer;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final EventStore events;
  private final Records records;
  private final Notices notices;
  private final Map<String, Consequences> byDialect = new LinkedHashMap<>();

  /**
   * @param byDialect what events change of each dialect's webhooks
   */
  public Effects(
      Database database,
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      Records records,
      Notices notices,
      Map<String, Consequences> byDialect) {
    this.database = database;
    this.committer = committer;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.events = events;
    this.records = records;
    this.notices = notices;
    byDialect.forEach((dialect, consequences) -> {
      if (!consequences.equals(Consequences.NONE)) {
        this.byDialect.put(dialect, consequences);
      }
    });
  }

  /** Takes up what was not finished before the start. */
  void start() {
    var left =
        database.read(tx ->
            tx.query(
                "select event, dialect, done from effect order by event",
                row ->
                    events
                        .find(tx, new EventId(row.number(1)))
                        .map(event -> new Left(event, row.text(2), row.number(3)))));
    left.forEach(one -> one.ifPresent(this::goOn));
  }

  /** An event of which more is to be done, for webhooks beyond that id. */
  private record Left(Event event, String dialect, long done) {}

  /** Whether any of them may have effects. */
  boolean has(List<NewEvent> given) {
    for (var event : given) {
      if (has(event)) {
        return true;
      }
    }
    return false;
  }

  boolean has(NewEvent event) {
    for (var consequences : byDialect.values()) {
      if (consequences.has(event.attributes())) {
        return true;
      }
    }
    return false;
  }

  /** What was done in one transaction, to be brought into memory once that is on disk. */
  static final class Done {
    private final List<Webhooks.Changed> changes = new ArrayList<>();
    private final Map<WebhookId, Webhook> changed = new LinkedHashMap<>();
    private final Set<WebhookId> closed = new HashSet<>();
    private final List<Left> left = new ArrayList<>();

    /** What was changed, as the events so far left it. */
    Map<WebhookId, Webhook> changed() {
      return Collections.unmodifiableMap(changed);
    }

    /** Whether what was owed to it has come to its end, even if it is open again. */
    boolean hasClosed(WebhookId id) {
      return closed.contains(id);
    }

    private void add(Webhooks.Changed next) {
      var after = next.after();
      changes.add(next);
      changed.put(after.id(), after);
      if (!after.state().matches()) {
        closed.add(after.id());
      }
    }
  }

  /** In the transaction that stores the events. */
  void write(Tx tx, List<EventStore.Accepted> accepted, Done done) {
    for (var one : accepted) {
      byDialect.forEach((dialect, consequences) -> {
        if (consequences.has(one.event().attributes())) {
          keep(tx, dialect, consequences, one.event());
          step(tx, new Left(one.event(), dialect, 0), done);
        }
      });
    }
  }

  private void keep(Tx tx, String dialect, Consequences consequences, Event event) {
    consequences
        .kept(event)
        .ifPresent(kept ->
            records.changeWithin(
                tx, new Shelf(event.tenant(), dialect, kept.kind()), kept.key(), kept.how()));
  }

  /** On the committer's thread, before the sender is answered. */
  void applied(Done done) {
    done.changes.forEach(webhooks::applied);
    notices.wake();
    done.left.forEach(this::goOn);
  }

  private void goOn(Left left) {
    committer.changeLater(
        tx -> {
          var done = new Done();
          step(tx, left, done);
          return done;
        },
        this::applied);
  }

  private void step(Tx tx, Left left, Done done) {
    var consequences = byDialect.get(left.dialect);
    var event = left.event;
    var changes = new ArrayList<Effect>();
    if (consequences != null) {
      webhooks.list(
          event.tenant(),
          webhook -> {
            if (webhook.id().value() > left.done && webhook.dialect().equals(left.dialect)) {
              var now = done.changed.getOrDefault(webhook.id(), webhook);
              var change = consequences.of(event, now);
              if (change != null) {
                changes.add(new Effect(now, change));
              }
            }
            return false;
          },
          null,
          Integer.MAX_VALUE);
    }
    var oldestFirst = changes.reversed();
    var first = oldestFirst.subList(0, Math.min(STEP, oldestFirst.size()));
    first.forEach(effect -> done.add(write(tx, event, effect)));
    note(tx, left, first.size() < oldestFirst.size() ? first.getLast().webhook.id() : null, done);
  }

  private record Effect(Webhook webhook, Consequences.Change change) {}

  private Webhooks.Changed write(Tx tx, Event event, Effect effect) {
    var changed =
        webhooks.changeWithin(
            tx, effect.webhook, effect.change.after(), Actor.BELFRY, "webhook.changed_by_event");
    if (effect.change.told()) {
      notices.add(tx, tenants.number(event.tenant()), event.id(), effect.webhook.id());
    }
    return changed;
  }

  private static void note(Tx tx, Left left, @Nullable WebhookId upTo, Done done) {
    var event = left.event.id().value();
    if (upTo == null) {
      if (left.done > 0) {
        tx.update("delete from effect where event = ? and dialect = ?", event, left.dialect);
      }
      return;
    }
    tx.update(
        "insert or replace into effect (event, dialect, done) values (?, ?, ?)",
        event,
        left.dialect,
        upTo.value());
    done.left.add(new Left(left.event, left.dialect, upTo.value()));
  }
}
