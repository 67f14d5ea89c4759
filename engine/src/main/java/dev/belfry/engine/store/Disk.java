package dev.belfry.engine.store;

/** The disk that the database is on, in bytes. */
interface Disk {

  /** What can still be written. */
  long free();

  /** What the reserve holds besides. */
  long reserved();

  /** The database's file, without its log. */
  long database();
}
