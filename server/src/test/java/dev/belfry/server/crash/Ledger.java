package dev.belfry.server.crash;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What was acknowledged and what arrived, written down by producer and receiver themselves, apart
 * from anything Belfry says.
 */
public final class Ledger {

  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, AtomicInteger> arrived = new ConcurrentHashMap<>();
  private final Map<String, Integer> deliveryIds = new ConcurrentHashMap<>();
  private final Set<String> unstable = ConcurrentHashMap.newKeySet();

  public int nextNumber() {
    return numbers.incrementAndGet();
  }

  public void acknowledge(int number) {
    acknowledged.add(number);
  }

  /** A delivery arrived; its id must always go with the same event. */
  public void arrive(String deliveryId, String body) {
    var matcher = NUMBER.matcher(body);
    if (!matcher.find()) {
      unstable.add(deliveryId + " had an unknown body");
      return;
    }
    var number = Integer.parseInt(matcher.group(1));
    arrived.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
    var before = deliveryIds.putIfAbsent(deliveryId, number);
    if (before != null && before != number) {
      unstable.add(deliveryId + " told of " + before + " and of " + number);
    }
  }

  public int acknowledged() {
    return acknowledged.size();
  }

  /** Acknowledged and never arrived. */
  public long missing() {
    return acknowledged.stream().filter(number -> !arrived.containsKey(number)).count();
  }

  /** All arrivals, repeats among them. */
  public int arrivals() {
    return arrived.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Arrivals beyond the first of each event. */
  public int repeats() {
    return arrived.values().stream().mapToInt(count -> count.get() - 1).sum();
  }

  public Set<String> unstable() {
    return unstable;
  }
}
