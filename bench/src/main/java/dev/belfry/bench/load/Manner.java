package dev.belfry.bench.load;

/** How an inbox behaves. */
public enum Manner {
  /** 200 at once. */
  ANSWER,
  /** 503 at once. */
  REFUSE,
  /** Reads the request and says nothing, with the connection open. */
  HANG
}
