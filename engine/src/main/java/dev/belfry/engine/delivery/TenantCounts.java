package dev.belfry.engine.delivery;

/** Sums of a tenant since its creation; replays and tests are not in them. */
public record TenantCounts(long accepted, long owed, long delivered, long dead, long cancelled) {

  public static final TenantCounts NONE = new TenantCounts(0, 0, 0, 0, 0);

  public long pending() {
    return owed - delivered - dead - cancelled;
  }
}
