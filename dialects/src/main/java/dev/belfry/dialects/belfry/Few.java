package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Route.Handler;
import java.util.concurrent.Semaphore;

/** Lets few at a time make what takes much memory while it is made; the others wait. */
final class Few {

  /** Lists being made in this process at one time; each takes some MiB. */
  private static final Semaphore LISTS = new Semaphore(8, true);

  private Few() {}

  /** The handler of a list. */
  static Handler atOnce(Handler list) {
    return (request, caller) -> {
      LISTS.acquireUninterruptibly();
      try {
        return list.handle(request, caller);
      } finally {
        LISTS.release();
      }
    };
  }
}
