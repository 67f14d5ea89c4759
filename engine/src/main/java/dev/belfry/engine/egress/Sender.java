package dev.belfry.engine.egress;

/** Sends one request, in plain blocking code, within its time limit. */
public interface Sender extends AutoCloseable {

  /** Never throws for what the other side does; never follows a redirect. */
  Answer send(OutgoingRequest request);

  @Override
  void close();
}
