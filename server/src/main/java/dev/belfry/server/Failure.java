package dev.belfry.server;

/** The program cannot do what it was asked; the message is one line for the operator. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Failure(String message) {
    super(message);
  }
}
