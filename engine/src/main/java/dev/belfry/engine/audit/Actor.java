package dev.belfry.engine.audit;

/** Who makes a change: {@code admin}, {@code belfry} for the program itself, or a key's id. */
public record Actor(String name) {

  public static final Actor ADMIN = new Actor("admin");
  public static final Actor BELFRY = new Actor("belfry");
}
