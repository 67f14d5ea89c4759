package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Visit;

/** Whether a visit's session goes on; asked now and then by what takes longer than a request. */
@FunctionalInterface
public interface StillIn {
  boolean is(Visit visit);
}
