package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order of what ordered webhooks are owed: of each subject only the first delivery is due, the
 * others stand behind it in the store, so that memory holds none of them and a crash changes
 * nothing. Whoever settles one moves the next up in the same transaction.
 */
final class Ordering {

  /** When a delivery is due that stands behind another: not before it is moved up. */
  static final Instant BEHIND = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Ordering() {}

  /** The deliveries of a webhook that follow one another. */
  record Line(WebhookId webhook, long key) {}

  /**
   * By what an event's deliveries to a webhook are kept in order; null if they are not. Two
   * subjects of the same hash would wait for each other without need.
   */
  static @Nullable Long key(Webhook webhook, @Nullable String subject) {
    if (subject == null || webhook.registration().pace().order() == null) {
      return null;
    }
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Makes the first of each line due, unless it is already, or waits for another attempt.
   *
   * @return those that were moved up
   */
  static Set<DeliveryId> moveUp(Tx tx, Collection<Line> lines, Instant now) {
    var moved = new HashSet<DeliveryId>();
    for (var line : lines) {
      tx.find(
              """
              select id, due_at from delivery
               where webhook = ? and order_key = ? and state = 0
               order by place
               limit 1
              """,
              row -> new First(new DeliveryId(row.number(1)), row.instant(2)),
              line.webhook.value(),
              line.key)
          .filter(first -> first.dueAt.equals(BEHIND))
          .ifPresent(first -> {
            tx.update("update delivery set due_at = ? where id = ?", now, first.id.value());
            moved.add(first.id);
          });
    }
    return moved;
  }

  /** The one that all others of a delivery's line wait for; empty if it stands in none. */
  static Optional<DeliveryId> first(Tx tx, Delivery delivery) {
    return tx.find(
        """
        select id from delivery
         where webhook = ? and state = 0
           and order_key = (select order_key from delivery where id = ?)
         order by place
         limit 1
        """,
        row -> new DeliveryId(row.number(1)),
        delivery.webhook().value(),
        delivery.id().value());
  }

  /**
   * Takes deliveries of a webhook that is ordered no longer out of their lines.
   *
   * @return how many, at most {@code most}
   */
  static int dissolve(Tx tx, WebhookId webhook, int most, Instant now) {
    return tx.update(
        """
        update delivery
           set due_at = case when due_at = ? then ? else due_at end, order_key = null, place = null
         where id in (select id from delivery
                       where webhook = ? and state = 0 and order_key is not null
                       limit ?)
        """,
        BEHIND,
        now,
        webhook.value(),
        most);
  }

  private record First(DeliveryId id, Instant dueAt) {}
}
