package dev.belfry.engine.tally;

import java.time.Duration;

/** What happened in a while; may still be added to. */
public final class Figures {

  private long accepted;
  private long owed;
  private long delivered;
  private long dead;
  private long cancelled;
  private long attempts;
  private long failed;
  private Duration oldestDue = Duration.ZERO;
  private final Latencies latencies = new Latencies();

  public void add(
      long accepted, long owed, long delivered, long dead, long cancelled, long attempts) {
    this.accepted += accepted;
    this.owed += owed;
    this.delivered += delivered;
    this.dead += dead;
    this.cancelled += cancelled;
    this.attempts += attempts;
  }

  /** So many of the attempts failed. */
  public void addFailed(long failed) {
    this.failed += failed;
  }

  /** Something that is due had waited for so long by then. */
  void noteDue(Duration waited) {
    oldestDue = waited.compareTo(oldestDue) > 0 ? waited : oldestDue;
  }

  void add(Figures other) {
    add(other.accepted, other.owed, other.delivered, other.dead, other.cancelled, other.attempts);
    failed += other.failed;
    noteDue(other.oldestDue);
    latencies.add(other.latencies);
  }

  Figures copy() {
    var copy = new Figures();
    copy.add(this);
    return copy;
  }

  public long accepted() {
    return accepted;
  }

  public long owed() {
    return owed;
  }

  public long delivered() {
    return delivered;
  }

  public long dead() {
    return dead;
  }

  public long cancelled() {
    return cancelled;
  }

  public long attempts() {
    return attempts;
  }

  /** Those of the attempts that failed. */
  public long failed() {
    return failed;
  }

  /** The longest that anything due had waited; sampled, and of tenants only. */
  public Duration oldestDue() {
    return oldestDue;
  }

  /** From acceptance to delivery. */
  public Latencies latencies() {
    return latencies;
  }
}
