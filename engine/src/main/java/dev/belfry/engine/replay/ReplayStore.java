package dev.belfry.engine.replay;

import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.store.PageRoom;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.WebhookId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replays as rows. */
final class ReplayStore {

  private static final String COLUMNS =
      """
      id, tenant, webhook, since, until, types, states, unmatched, rate, state, found, made, place,
      created_at
      """;

  private final Tenants tenants;

  ReplayStore(Tenants tenants) {
    this.tenants = tenants;
  }

  /**
   * A replay and how far it is.
   *
   * @param place what it looks at next comes after this id; negative until it is known how much
   *     there is
   */
  record Stored(Replay replay, long tenantNumber, long place) {}

  void insert(Tx tx, Replay replay, long tenantNumber, long place) {
    var selection = replay.selection();
    var rate = replay.ratePerSecond();
    tx.update(
        """
        insert into replay
               (id, tenant, webhook, since, until, types, states, unmatched, rate, state, found,
                made, place, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)
        """,
        replay.id().value(),
        tenantNumber,
        replay.webhook().value(),
        selection.since(),
        selection.until(),
        selection.types().stream().map(TypePattern::text).collect(Collectors.joining("\n")),
        selection.states().stream()
            .map(DeliveryState::name)
            .sorted()
            .collect(Collectors.joining(",")),
        selection.unmatched(),
        rate == null ? null : rate.toString(),
        replay.state().name(),
        place,
        replay.createdAt());
  }

  Optional<Stored> find(Tx tx, ReplayId id) {
    return tx
        .query("select " + COLUMNS + " from replay where id = ?", this::read, id.value())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static final String LIST_ALL =
      "select " + COLUMNS + " from replay where id < ? order by id desc";

  private static final String LIST =
      "select " + COLUMNS + " from replay where tenant = ? and id < ? order by id desc";

  /** Newest first; looks at no more than {@code reach} rows. */
  ReplayPage list(Tx tx, ReplayQuery query, @Nullable Long tenantNumber, int reach) {
    var found = new ArrayList<Replay>();
    var room = new PageRoom();
    var last = new long[] {0, 0};
    var cut = new boolean[1];
    Tx.RowVisitor each =
        row -> {
          last[0] = row.number(1);
          last[1]++;
          var fitting = read(row).map(Stored::replay).filter(query::fits);
          if (fitting.isPresent()) {
            found.add(fitting.get());
            cut[0] = !room.take(PageRoom.of(row.text(6))) || found.size() >= query.limit();
          }
          cut[0] |= last[1] >= reach;
          return !cut[0];
        };
    var before = query.before() == null ? Long.MAX_VALUE : query.before().value();
    if (tenantNumber == null) {
      tx.scan(LIST_ALL, each, before);
    } else {
      tx.scan(LIST, each, tenantNumber, before);
    }
    return new ReplayPage(found, cut[0] ? new ReplayId(last[0]) : null);
  }

  /** Some that run, in order. */
  List<Stored> running(Tx tx, long after, int limit) {
    return tx
        .query(
            "select "
                + COLUMNS
                + " from replay where state = 'RUNNING' and id > ? order by id limit ?",
            this::read,
            after,
            limit)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  long countRunning(Tx tx, long tenantNumber) {
    return tx.find(
            "select count(*) from replay where state = 'RUNNING' and tenant = ?",
            row -> row.number(1),
            tenantNumber)
        .orElse(0L);
  }

  /** It is known how much there is: making begins. */
  void counted(Tx tx, ReplayId id, long found, long place) {
    tx.update("update replay set found = ?, place = ? where id = ?", found, place, id.value());
  }

  void advance(Tx tx, ReplayId id, int made, long place) {
    tx.update("update replay set made = made + ?, place = ? where id = ?", made, place, id.value());
  }

  void end(Tx tx, ReplayId id, Replay.State state) {
    tx.update(
        "update replay set state = ? where id = ? and state = 'RUNNING'", state.name(), id.value());
  }

  private Optional<Stored> read(Tx.Row row) {
    return tenants
        .named(row.number(2))
        .map(tenant ->
            new Stored(
                new Replay(
                    new ReplayId(row.number(1)),
                    tenant,
                    new WebhookId(row.number(3)),
                    new Selection(
                        row.instant(4),
                        row.instant(5),
                        parts(row.text(6), "\n", TypePattern::new),
                        java.util.Set.copyOf(parts(row.text(7), ",", DeliveryState::valueOf)),
                        row.flag(8)),
                    number(row.textOrNull(9)),
                    Replay.State.valueOf(row.text(10)),
                    row.number(11),
                    row.number(12),
                    row.instant(14)),
                row.number(2),
                row.number(13)));
  }

  private static <T> List<T> parts(String text, String separator, Function<String, T> read) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(separator, -1)).map(read).toList();
  }

  private static @Nullable Double number(@Nullable String text) {
    return text == null ? null : Double.valueOf(text);
  }
}
