package dev.belfry.dialects;

/** Who may call a route. */
public enum Access {
  /** A key that may read. */
  READ,
  /** A key that may hand in events. */
  SEND,
  /** A key that may change things. */
  MANAGE,
  /** The operator only. */
  ADMIN,
  /** Anybody, without credentials. */
  OPEN
}
