package dev.belfry.engine.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a change.
 *
 * @param name {@code admin}, {@code belfry} for the program itself, or a key's id
 * @param note what the caller says of itself, as JSON; goes into the audit log with every change
 */
public record Actor(String name, @Nullable String note) {

  public static final Actor ADMIN = new Actor("admin");
  public static final Actor BELFRY = new Actor("belfry");

  public Actor(String name) {
    this(name, null);
  }

  /** The same who, with something to say. */
  public Actor noting(String json) {
    return new Actor(name, json);
  }
}
