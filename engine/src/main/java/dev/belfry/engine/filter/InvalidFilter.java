package dev.belfry.engine.filter;

/** An expression that is no filter; the message says why, to follow "the filter". */
public final class InvalidFilter extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidFilter(String fault) {
    super(fault, null, false, false);
  }
}
