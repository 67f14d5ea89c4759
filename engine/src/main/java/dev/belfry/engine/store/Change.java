package dev.belfry.engine.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One change with a transaction of its own.
 *
 * @param applied brings memory in step
 * @param waitsForRoom on a full disk it is made later, instead of failing
 * @param done the result, for a caller who waits for it
 */
record Change<T extends @Nullable Object>(
    Database.Work<T> work, Consumer<T> applied, boolean waitsForRoom, CompletableFuture<T> done) {

  Change(Database.Work<T> work, Consumer<T> applied, boolean waitsForRoom) {
    this(work, applied, waitsForRoom, new CompletableFuture<>());
  }

  Change<T> forTheLastTime() {
    return new Change<>(work, applied, false);
  }

  /** What the work threw is thrown here. */
  T await() {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw e;
    }
  }

  void fail(RuntimeException why) {
    done.completeExceptionally(why);
  }
}
