package dev.belfry.dialects.apify;

import dev.belfry.engine.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Actor and task the runs started here belong to, in memory. The oldest are forgotten: events
 * that name one of them must say themselves whose Actor and task it is.
 */
final class RunIndex {

  private volatile boolean complete = true;

  private final Map<String, Run> runs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Run> eldest) {
          var isFull = size() > Choices.MOST_RUNS_IN_MEMORY;
          complete &= !isFull;
          return isFull;
        }
      };

  /**
   * What a run belongs to.
   *
   * @param taskId null if it was started directly
   */
  record Run(TenantId tenant, String actorId, @Nullable String taskId) {}

  /** Whether no run was forgotten: then one that is not here is nowhere. */
  boolean isComplete() {
    return complete;
  }

  synchronized boolean isEmpty() {
    return runs.isEmpty();
  }

  synchronized boolean isFull() {
    return runs.size() >= Choices.MOST_RUNS_IN_MEMORY;
  }

  /** There are more than are read in. */
  void noteMore() {
    complete = false;
  }

  synchronized void put(String runId, Run run) {
    runs.put(runId, run);
  }

  synchronized @Nullable Run find(TenantId tenant, @Nullable String runId) {
    var run = findOfAnybody(runId);
    return run != null && run.tenant.equals(tenant) ? run : null;
  }

  /** Whoever's it is: only to look further, with {@link #find} as the judge. */
  synchronized @Nullable Run findOfAnybody(@Nullable String runId) {
    return runId == null || runs.isEmpty() ? null : runs.get(runId);
  }
}
