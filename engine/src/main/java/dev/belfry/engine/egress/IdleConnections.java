package dev.belfry.engine.egress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for another request of their route: the latest used is taken first, the
 * least used closed first.
 */
final class IdleConnections implements AutoCloseable {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Route, Deque<Connection>> byRoute = new HashMap<>();
  private final Map<Connection, Route> leastUsedFirst = new LinkedHashMap<>();
  private boolean closed;

  IdleConnections(int most) {
    this.most = most;
  }

  /** One that still looks alive; those that do not are closed. */
  @Nullable Connection take(Route route) {
    for (var found = remove(route); found != null; found = remove(route)) {
      if (found.idleUntil() - System.nanoTime() > 0 && found.isQuiet()) {
        return found;
      }
      Deadline.closeQuietly(found);
    }
    return null;
  }

  private @Nullable Connection remove(Route route) {
    return locked(() -> {
      var idle = byRoute.get(route);
      var latest = idle == null ? null : idle.peekLast();
      if (latest != null) {
        forget(latest, route);
      }
      return latest;
    });
  }

  void put(Route route, Connection connection) {
    var excess =
        locked(() -> {
          if (closed || most == 0) {
            return connection;
          }
          byRoute.computeIfAbsent(route, _ -> new ArrayDeque<>(4)).addLast(connection);
          leastUsedFirst.put(connection, route);
          return leastUsedFirst.size() > most ? dropLeastUsed() : null;
        });
    if (excess != null) {
      Deadline.closeQuietly(excess);
    }
  }

  /** Closes those whose time is over. */
  void evict() {
    var now = System.nanoTime();
    close(leaving(now));
  }

  private List<Connection> leaving(long now) {
    return locked(() -> {
      var gone = new ArrayList<Connection>();
      for (var connection : leastUsedFirst.keySet()) {
        if (connection.idleUntil() - now <= 0) {
          gone.add(connection);
        }
      }
      for (var connection : gone) {
        forgetAnywhere(connection);
      }
      return gone;
    });
  }

  int size() {
    return locked(leastUsedFirst::size);
  }

  private Connection dropLeastUsed() {
    var connection = leastUsedFirst.keySet().iterator().next();
    forgetAnywhere(connection);
    return connection;
  }

  private void forgetAnywhere(Connection connection) {
    var route = leastUsedFirst.get(connection);
    if (route != null) {
      forget(connection, route);
    }
  }

  private void forget(Connection connection, Route route) {
    leastUsedFirst.remove(connection);
    var idle = byRoute.get(route);
    if (idle != null && idle.removeLastOccurrence(connection) && idle.isEmpty()) {
      byRoute.remove(route);
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private static void close(List<Connection> connections) {
    connections.forEach(Deadline::closeQuietly);
  }

  @Override
  public void close() {
    close(
        locked(() -> {
          closed = true;
          var all = List.copyOf(leastUsedFirst.keySet());
          leastUsedFirst.clear();
          byRoute.clear();
          return all;
        }));
  }
}
