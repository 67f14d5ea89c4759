package dev.belfry.bench.load;

import dev.belfry.bench.wire.HttpFrames;
import dev.belfry.bench.wire.Mark;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one webhook's target receives. Written by the receiver's event loop only; the counts may be
 * read from anywhere, the rest through {@link Receiver#receipts}.
 */
public final class Inbox {

  private static final int SIGNATURE_SAMPLE = 64;

  private final String path;
  private final BitSet numbers = new BitSet();
  private final List<Channel> hanging = new ArrayList<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong lastAt = new AtomicLong();
  private Latencies latencies = new Latencies();
  private long duplicates;
  private long unmarked;
  private long badSignatures;
  private volatile long firstAt;
  private volatile Manner manner = Manner.ANSWER;
  private volatile SignatureCheck signatures = SignatureCheck.NONE;
  private volatile boolean expecting;

  Inbox(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  public void behave(Manner wanted) {
    manner = wanted;
  }

  /**
   * From now on some of the requests are put to this check. A request without a mark before that is
   * a vendor's way of trying the target out.
   */
  public void expect(SignatureCheck check) {
    signatures = check;
    expecting = true;
  }

  /** Events of requests answered with 200, repeats among them. */
  public long delivered() {
    return delivered.get();
  }

  /** All requests, those left hanging or refused among them. */
  public long seen() {
    return seen.get();
  }

  /** When the first request since {@link Receiver#restart} came, by nanoTime; 0 if none did. */
  public long firstAt() {
    return firstAt;
  }

  /** When the latest request came, by nanoTime. */
  public long lastAt() {
    return lastAt.get();
  }

  Manner take(HttpFrames request, Channel from) {
    long now = System.nanoTime();
    lastAt.lazySet(now);
    seen.lazySet(seen.get() + 1);
    if (firstAt == 0) {
      firstAt = now;
    }
    var how = manner;
    switch (how) {
      case ANSWER -> record(request, now);
      case HANG -> hanging.add(from);
      case REFUSE -> {}
    }
    return how;
  }

  /** Cuts the connections that hang. */
  void hangUp() {
    for (var channel : hanging) {
      var _ = channel.close();
    }
    hanging.clear();
  }

  void restart() {
    latencies = new Latencies();
    firstAt = 0;
  }

  Receipts receipts() {
    return new Receipts((BitSet) numbers.clone(), latencies, duplicates, unmarked, badSignatures);
  }

  private void record(HttpFrames request, long now) {
    int mark = Mark.find(request.bytes(), request.bodyStart(), request.bodyEnd());
    if (mark < 0) {
      unmarked += expecting ? 1 : 0;
      return;
    }
    boolean sampled = false;
    int events = 0;
    while (mark >= 0) {
      sampled |= recordEvent(request, mark, now);
      events++;
      mark = Mark.find(request.bytes(), mark + Mark.LENGTH, request.bodyEnd());
    }
    if (sampled && !signatures.holds(request)) {
      badSignatures++;
    }
    delivered.lazySet(delivered.get() + events);
  }

  /** One of those that a request tells of; whether it is among the sampled. */
  private boolean recordEvent(HttpFrames request, int mark, long now) {
    int number = (int) Mark.number(request.bytes(), mark);
    if (numbers.get(number)) {
      duplicates++;
    } else {
      numbers.set(number);
      latencies.record(Mark.nanos(request.bytes(), mark), now);
    }
    return number % SIGNATURE_SAMPLE == 0;
  }
}
